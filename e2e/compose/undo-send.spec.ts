/** Undo send is a state of the server: nothing leaves before the window has passed. */
import { expect, test } from '@playwright/test';
import { alice, bob, row, signIn, write } from '../harness/people.ts';

test('undo brings the message back and nothing is sent', async ({ page }) => {
  await signIn(page, alice);
  const subject = `Too early ${Date.now()}`;
  const dialog = await write(page, { to: bob.email, subject, text: 'I was not done.' });
  await dialog.getByRole('button', { name: 'Send' }).first().click();
  await page.getByRole('button', { name: /^Undo/ }).click();
  const again = page
    .getByRole('dialog')
    .filter({ hasText: subject })
    .or(page.getByRole('dialog', { name: subject }));
  await expect(again.first()).toBeVisible();
  await page.getByRole('treeitem', { name: /^Drafts/ }).click();
  await expect(row(page, subject)).toBeVisible();
  await page.getByRole('treeitem', { name: /^Sent/ }).click();
  await expect(row(page, subject)).toBeHidden();
});

test('a draft is saved by itself and is there after a reload', async ({ page }) => {
  await signIn(page, alice);
  const subject = `Half a thought ${Date.now()}`;
  const dialog = await write(page, { to: bob.email, subject, text: 'It goes on tomorrow.' });
  await expect(dialog.getByText(/^Saved/)).toBeVisible();
  await page.goto(`${alice.url}/mail/drafts`);
  await expect(row(page, subject)).toBeVisible();
});
