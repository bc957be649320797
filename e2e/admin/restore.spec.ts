/** An account is put back by its administrator, who sees how much that changes and never what; the audit log and the owner hear of it. */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from '@playwright/test';
import { posthorn } from '../harness/command.ts';
import { crepesAdmin, row, signIn, write, type Person } from '../harness/people.ts';

test('the mail of an account is put back to before it was deleted', async ({ page, browser }) => {
  test.setTimeout(150_000);
  const email = `putback${Date.now()}@crepes.fr`;
  await posthorn('crepes.fr', 'account', 'add', email, '--password', 'hungry hungry');
  const owner: Person = { email, password: 'hungry hungry', url: crepesAdmin.url };
  const hers = await (await browser.newContext()).newPage();
  await signIn(hers, owner);
  const subject = `Contract ${Date.now()}`;
  await write(hers, { to: email, subject, text: 'Signed.' });
  await hers.keyboard.press('Control+Enter');
  await expect(row(hers, subject)).toBeVisible({ timeout: 30_000 });
  const then = new Date(Math.ceil(Date.now() / 1000) * 1000);
  await expect.poll(() => Date.now() > then.getTime()).toBe(true);
  await row(hers, subject).click({ button: 'right' });
  await hers.getByRole('menuitem', { name: 'Delete', exact: true }).click();
  await expect(row(hers, subject)).toHaveCount(0);

  await signIn(page, crepesAdmin);
  await page.goto(`${crepesAdmin.url}/admin/accounts/${email}`);
  await page.getByRole('button', { name: 'Put back …' }).click();
  const dialog = page.getByRole('dialog', { name: `Put the mail of ${email} back` });
  await dialog.getByLabel('As it was at (UTC)').fill('2020-01-01T00:00:00');
  await dialog.getByRole('button', { name: 'Show what would change' }).click();
  await expect(dialog.getByRole('button', { name: 'Put back', exact: true })).toHaveCount(0); // so long ago nothing is known
  await dialog.getByLabel('As it was at (UTC)').fill(then.toISOString().slice(0, 19));
  await dialog.getByRole('button', { name: 'Show what would change' }).click();
  await expect(dialog.getByRole('heading', { name: 'What would change' })).toBeVisible();
  await expect(dialog.getByText(/1 message returns to the folder it was in/)).toBeVisible();
  await expect(dialog).not.toContainText(subject);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  }
  await dialog.getByRole('button', { name: 'Put back', exact: true }).click();
  await expect(dialog.getByText('The mail is as it was on')).toBeVisible();
  await dialog.getByRole('button', { name: 'Close' }).last().click();
  await expect(page.getByText(`by ${crepesAdmin.email}: 0 came back, 1 moved`)).toBeVisible();

  await expect(row(hers, subject)).toBeVisible(); // in the open browser, without a reload
  await hers.goto(`${crepesAdmin.url}/settings/restore`);
  await expect(hers.getByText(`by ${crepesAdmin.email}`)).toBeVisible();
  await hers.context().close();
  await page.goto(`${crepesAdmin.url}/admin/audit?q=account.restore`);
  const entries = page.getByRole('row').filter({ hasText: email });
  await expect(entries.filter({ hasText: 'account.restore-preview' })).toHaveCount(1); // looking is written down as well
  await expect(entries).toHaveCount(2);

  await page.goto(`${crepesAdmin.url}/admin/work`);
  await page.getByRole('link', { name: 'Putting an account back' }).first().click();
  await expect(page.getByText('100% done')).toBeVisible();
  const command = ['account', 'restore', email, '--to', then.toISOString(), '--wait'];
  expect(await posthorn('crepes.fr', ...command)).toMatch(/doing +0 back, 0 moved, 0 flagged, 0 gone/);
});
