/**
 * Mail is read with leave alone: an administrator asks with a reason, the owner hears of it at once and sees what was opened, and ends it; then
 * the door is shut.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { posthorn } from '../harness/command.ts';
import { alice, crepesAdmin, row, signIn } from '../harness/people.ts';

const account = `${crepesAdmin.url}/admin/accounts/${encodeURIComponent(alice.email)}`;

async function expectClean(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction(() => document.getAnimations().every(({ playState }) => playState !== 'running'));
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`)).toEqual([]);
  }
}

test('asked for, seen by the owner, ended by her', async ({ page, browser }) => {
  const hers = await (await browser.newContext()).newPage();
  await signIn(hers, alice);
  await expect(hers.getByText('may read your mail until')).toBeHidden();
  await signIn(page, crepesAdmin);
  expect((await page.goto(`${account}/mail`))?.status()).toBe(404); // without leave there is nothing
  const reason = `She cannot find the contract ${Date.now()}`;
  await page.goto(account);
  await page.getByLabel('Why you need to read it').fill(reason);
  await page.getByLabel('For how long').selectOption('4 hours');
  await page.getByRole('button', { name: 'Get access' }).click();

  await expect(page.getByRole('heading', { name: `Mail of ${alice.email}` })).toBeVisible();
  await expect(page.getByText('The owner of this mail sees what you open.')).toBeVisible();
  await expectClean(page);
  await page.getByRole('searchbox', { name: 'Search this mailbox' }).fill('contract');
  await page.keyboard.press('Enter');
  const letter = page.getByRole('row').filter({ hasText: 'Signed contract' }).first();
  await letter.getByRole('link').click();
  await expect(page.getByRole('heading', { name: 'Signed contract' })).toBeVisible();
  await expectClean(page);
  const here = page.url();

  // She hears of it by a letter, above her mail, and in her settings.
  await expect(row(hers, `${crepesAdmin.email} may read your mail`).first()).toBeVisible({ timeout: 30_000 });
  await hers.reload();
  await expect(hers.getByText(`${crepesAdmin.email} may read your mail until`)).toBeVisible();
  await expectClean(hers);
  await hers.getByRole('link', { name: 'Why, and end it' }).click();
  await expect(hers.getByText(reason).first()).toBeVisible();
  await hers
    .getByText(/things were opened/)
    .first()
    .click();
  await expect(hers.getByRole('listitem').filter({ hasText: 'Signed contract' }).first()).toBeVisible();
  await expectClean(hers);
  await hers.getByRole('button', { name: `End the access of ${crepesAdmin.email}` }).click();
  await expect(hers.getByText('Open now')).toBeHidden();

  expect((await page.goto(here))?.status()).toBe(404);
  await page.goto(account);
  await expect(page.getByText(reason).first()).toBeVisible();
  await expect(page.getByText('Open now')).toBeHidden();
  await page.goto(`${crepesAdmin.url}/admin/audit?q=mail.read`);
  await expect(page.getByRole('row').filter({ hasText: alice.email }).first()).toContainText(crepesAdmin.email);
  const listed = JSON.parse(await posthorn('crepes.fr', 'access', 'list', alice.email, '--json')) as { reason: string; endedBy: string }[];
  expect(listed[0]).toMatchObject({ reason, endedBy: alice.email });
  await hers.context().close();
});
