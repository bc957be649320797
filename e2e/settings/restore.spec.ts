/** Mail that was deleted for good comes back as it was, and the restoration is undone. */
import { expect, test } from '@playwright/test';
import { alice, row, signIn, write } from '../harness/people.ts';

/** What a datetime-local field of this zone holds. */
const fieldOf = (at: Date) => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);

test('deleted mail comes back to where it was, and goes again when that is undone', async ({ page }) => {
  test.setTimeout(120_000);
  const subject = `Recipe of the year ${Date.now()}`;
  await signIn(page, alice);
  await write(page, { to: alice.email, subject, text: 'Two eggs, milk and flour.' });
  await page.keyboard.press('Control+Enter');
  await expect(row(page, subject)).toBeVisible({ timeout: 30_000 });
  const then = new Date(Math.ceil(Date.now() / 1000) * 1000);
  await expect.poll(() => Date.now() > then.getTime()).toBe(true);

  await row(page, subject).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete', exact: true }).click();
  await expect(row(page, subject)).toHaveCount(0);
  await page.goto(`${alice.url}/settings/storage`);
  await page.getByRole('button', { name: 'Empty Trash' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Empty Trash' }).click();
  await expect(page.getByRole('dialog')).toBeHidden({ timeout: 30_000 });

  await page.getByRole('link', { name: 'Restore' }).click();
  await page.getByLabel('As it was at').fill(fieldOf(then));
  await page.getByRole('button', { name: 'Show what would change' }).click();
  await expect(page.getByRole('heading', { name: 'What would change' })).toBeVisible();
  await expect(page.getByText(/deleted messages? comes? back/)).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Your mail is as it was on' })).toBeVisible();

  await page.goto(`${alice.url}/mail/inbox`);
  await expect(row(page, subject)).toBeVisible();
  await page.goto(`${alice.url}/settings/restore`);
  await expect(page.getByText(`by ${alice.email}`).first()).toBeVisible();
  await page
    .getByRole('button', { name: /^Undo the restoration of/ })
    .first()
    .click();
  await expect(page.getByRole('status').filter({ hasText: 'The restoration was undone.' })).toBeVisible();
  await page.goto(`${alice.url}/mail/inbox`);
  await expect(page.getByRole('grid', { name: 'Messages' }).getByRole('row').first()).toBeVisible();
  await expect(row(page, subject)).toHaveCount(0);
});
