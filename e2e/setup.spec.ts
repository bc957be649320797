/** The first start: the table of listeners, the one-time link, the administrator who is made by it, and the first message. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { row, write } from './people.ts';
import { portOffset } from './ports.ts';
import { startPosthorn, type Started } from './posthorn.ts';

const offset = portOffset + 600;
const origin = `http://localhost:${80 + offset}`;

let posthorn: Started;
test.beforeAll(async () => {
  const settings = { PORT_OFFSET: String(offset), MAIL_HOSTNAME: 'mail.school.example', MAIL_DOMAIN: 'school.example' };
  posthorn = await startPosthorn(settings, /\/setup\?token=/);
});
test.afterAll(() => posthorn.stop());

test('from the printed link to the first message', async ({ page }) => {
  const printed = posthorn.lines.join('\n');
  expect(printed).toContain('Posthorn serves school.example as mail.school.example');
  for (const standard of [25, 587, 465, 143, 993, 110, 995]) expect(printed).toContain(`127.0.0.1:${standard + offset}`);
  const link = /http:\S+\/setup\?token=\S+/.exec(printed)?.[0] ?? '';

  await page.goto(`${origin}/setup?token=wrong`);
  await expect(page.getByRole('heading', { name: 'This link is not open' })).toBeVisible();

  await page.goto(link);
  await expect(page.getByLabel('Mail domain')).toHaveValue('school.example');
  await page.getByLabel('Your name').fill('Camille Martin');
  await page.getByLabel('Address').fill('camille');
  await page.getByLabel('Password').fill('a good password');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('button', { name: 'Create and continue' }).click();

  await expect(page.getByRole('heading', { name: 'Tell the world where your mail lives' })).toBeVisible();
  await expect(page.getByText('mail.school.example').first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('link', { name: 'Continue' }).click();

  await expect(page.getByRole('heading', { name: 'Not ready yet' })).toBeVisible(); // the DNS of this journey knows nothing
  await expect(page.getByText('Self-signed').or(page.getByText('self-signed')).first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('link', { name: 'Continue' }).click();
  await page.getByRole('button', { name: 'Send test message' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'camille@school.example' })).toContainText('Delivered');
  await expect(page.getByRole('listitem').filter({ hasText: 'Delivered to the mailbox' }).first()).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  await page.getByRole('link', { name: 'Open the mailbox' }).click();
  await expect(row(page, 'A test of this mail server')).toBeVisible();

  await write(page, { to: 'camille@school.example', subject: 'First light', text: 'It works.' });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(row(page, 'First light')).toBeVisible({ timeout: 30_000 }); // after the seconds in which it can be taken back

  await page.goto(link); // works once
  await expect(page.getByRole('heading', { name: 'This link is not open' })).toBeVisible();
});
