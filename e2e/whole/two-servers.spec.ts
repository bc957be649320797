/** The main job: a message travels between two servers, and the answer, with an attachment, arrives live. */
import { expect, test } from '@playwright/test';
import { alice, bob, row, signIn, write } from '../harness/people.ts';

test('alice writes to bob on another server, bob answers with an attachment, alice reads it', async ({ browser }) => {
  const [hers, his] = [await browser.newContext(), await browser.newContext()];
  const [alicePage, bobPage] = [await hers.newPage(), await his.newPage()];
  await signIn(alicePage, alice);
  await signIn(bobPage, bob);

  const subject = `Crepes on Friday ${Date.now()}`;
  const dialog = await write(alicePage, { to: bob.email, subject, text: 'Do you like ketchup? How about pickles?' });
  await dialog.getByRole('button', { name: 'Send' }).first().click();
  await expect(dialog).toBeHidden();

  // The undo window passes, then SMTP; his open browser shows it without a reload.
  await expect(row(bobPage, subject)).toBeVisible({ timeout: 40_000 });
  await row(bobPage, subject).click();
  await expect(bobPage.frameLocator('iframe').getByText('Do you like ketchup?').first()).toBeVisible();

  await bobPage.getByRole('button', { name: 'Reply', exact: true }).first().click();
  const answer = bobPage.getByRole('dialog').last();
  await answer.getByRole('textbox', { name: 'Message' }).click();
  await bobPage.keyboard.press('Control+Home');
  await bobPage.keyboard.type('Pickles, always. The recipe is attached.');
  await answer
    .locator('input[type=file]')
    .first()
    .setInputFiles({ name: 'recipe.txt', mimeType: 'text/plain', buffer: Buffer.from('dill\r\n') });
  await expect(answer.getByText('recipe.txt')).toBeVisible();
  await answer.getByRole('button', { name: 'Send' }).first().click();
  await expect(answer).toBeHidden();

  await expect(row(alicePage, 'Pickles, always.')).toBeVisible({ timeout: 40_000 });
  await row(alicePage, 'Pickles, always.').click();
  await expect(alicePage.frameLocator('iframe').getByText('Pickles, always.').first()).toBeVisible();
  const download = alicePage.waitForEvent('download');
  await alicePage.getByRole('button', { name: 'Download recipe.txt' }).first().click();
  const file = await (await download).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(chunk as Buffer);
  expect(Buffer.concat(chunks).toString()).toBe('dill\r\n');
});
