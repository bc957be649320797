/**
 * Messages that wait, in the hands of an administrator: held, put before others, sent another way, given up, singly and together; what is
 * remembered of their destination; an address that does not exist and is written to again; and all of it told in the message's timeline.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { posthorn } from '../harness/command.ts';
import { imapCommand } from '../harness/imap-command.ts';
import { Jmap } from '../harness/jmap.ts';
import { alice, crepesAdmin, row, signIn } from '../harness/people.ts';
import { port } from '../harness/ports.ts';
import { letter, plain } from '../harness/letters.ts';

const panel = `${crepesAdmin.url}/admin`;

async function send(to: string): Promise<void> {
  const jmap = await Jmap.of(alice);
  await jmap.send(alice.email, to, letter({ Subject: `To ${to}`, From: alice.email, To: to }, plain('Hello.\n')));
}

async function expectClean(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
}

test('messages that wait are held, preferred, sent another way and given up', async ({ page, browser }) => {
  test.setTimeout(180_000);
  const domain = `waits${Date.now()}.example`;
  const people = ['ann', 'ben', 'cem'].map((name) => `${name}@${domain}`);
  await posthorn('crepes.fr', 'rule', 'set', domain, '--route', '127.0.0.1:1');
  for (const to of people) await send(to);
  await signIn(page, crepesAdmin);
  const queue = page.getByRole('region', { name: 'Queue' });
  const rows = queue.getByRole('row').filter({ hasText: domain });
  const destination = page.getByRole('region', { name: 'Destinations' }).getByRole('row').filter({ hasText: domain });
  await expect(async () => {
    await page.goto(`${panel}/queue?q=${domain}`);
    await expect(rows).toHaveCount(3, { timeout: 1000 });
    await expect(destination).toContainText('Left alone until', { timeout: 1000 }); // two have failed, the third need not be tried
  }).toPass({ timeout: 60_000 });
  await expect(destination).toContainText('No answer since');
  await destination.getByRole('button', { name: `Try ${domain} now` }).click();
  await expect(destination.getByRole('status')).toHaveText('Done.');

  const all = page.getByRole('checkbox', { name: /^(?:Choose all|3 chosen)$/ });
  await expect(async () => {
    await all.check(); // those that are being tried this very moment cannot be held
    await page.getByRole('button', { name: 'Hold', exact: true }).click();
    await expect(rows.filter({ hasText: 'Held' })).toHaveCount(3, { timeout: 3000 });
  }).toPass({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Priority…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Priority').selectOption({ label: 'First of all (+9)' });
  await expectClean(page);
  await dialog.getByRole('button', { name: 'Set priority' }).click();
  await expect(dialog.getByRole('status')).toHaveText('Done for 3 messages.');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(rows.filter({ hasText: 'Priority +9' })).toHaveCount(3);

  // One of them alone, by the keyboard, to a server that will not have it.
  const [ann = ''] = people;
  await rows.filter({ hasText: ann }).getByRole('link').press('Enter');
  await expect(page.getByRole('heading', { name: /^Message \d/ })).toBeVisible();
  await page.getByRole('button', { name: 'Send another way…' }).press('Enter');
  const server = dialog.getByLabel('Server');
  await server.fill('hamburger');
  await server.press('Enter');
  await expect(server).toHaveJSProperty('validity.valid', false);
  await server.fill(`127.0.0.3:${port(25)}`);
  await expectClean(page);
  await server.press('Enter');
  const mine = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await signIn(mine, alice);
  await expect(row(mine, 'Your message could not be delivered').first()).toBeVisible({ timeout: 60_000 });

  await expect(async () => {
    await page.goto(`${panel}/trace?q=${ann}`);
    await expect(page.getByRole('row').filter({ hasText: ann })).toContainText('Bounced', { timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await page.getByRole('row').filter({ hasText: ann }).getByRole('link').click();
  const steps = page.getByRole('main').getByRole('listitem');
  await expect(steps.filter({ hasText: 'Given another priority' })).toContainText('Priority 9');
  await expect(steps.filter({ hasText: 'Sent another way' })).toContainText(`by 127.0.0.3:${port(25)}`);
  await expect(steps.filter({ hasText: 'Held' })).toHaveCount(1);
  await expect(steps.last()).toContainText(ann);
  await expect(steps.last()).toContainText('Not delivered');
  await expect(page.getByText('Delivered to 0 of 1')).toBeVisible();
  await expectClean(page);

  // The others are given up together: that is asked first.
  await page.goto(`${panel}/queue?q=${domain}`);
  await all.check();
  await page.getByRole('button', { name: 'Bounce' }).click();
  await expect(dialog).toHaveAccessibleName('Give 2 messages up?');
  await dialog.getByRole('button', { name: 'Bounce' }).click();
  await expect(dialog.getByRole('status')).toHaveText('Done for 2 messages.');
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText('Nothing that waits fits.')).toBeVisible();
  await posthorn('crepes.fr', 'rule', 'remove', domain);
  await mine.context().close();
});

test('an address that does not exist is not written to, until an administrator says so', async ({ page }) => {
  const nobody = `nobody${Date.now()}@hamburger.edu`;
  await send(nobody);
  await signIn(page, crepesAdmin);
  const suppressed = page.getByRole('region', { name: 'Suppressed addresses' }).getByRole('row').filter({ hasText: nobody });
  await expect(async () => {
    await page.goto(`${panel}/delivery`);
    await expect(suppressed).toContainText('550', { timeout: 1000 });
  }).toPass({ timeout: 60_000 });
  await suppressed.getByRole('button', { name: `Remove ${nobody}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(suppressed).toHaveCount(0);
});

test('an extension of IMAP is switched off for an account, and offered again', async ({ page }) => {
  const offered = () => imapCommand(alice, { host: '127.0.0.2', port: port(993) }, 'CAPABILITY');
  expect(await offered()).toContain(' NOTIFY ');
  await signIn(page, crepesAdmin);
  await page.goto(`${panel}/accounts/${alice.email}`);
  await page.getByLabel('Extension', { exact: true }).selectOption('NOTIFY');
  await page.getByRole('button', { name: 'Switch off' }).click();
  const again = page.getByRole('button', { name: 'Offer NOTIFY again' });
  await expect(again).toBeVisible();
  expect(await offered()).not.toContain(' NOTIFY ');
  await again.click();
  await expect(again).toBeHidden();
  expect(await offered()).toContain(' NOTIFY ');
});
