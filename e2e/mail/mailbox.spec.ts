/** What people do with mail all day: read, archive, delete, star, search, undo; by mouse and by keyboard. */
import { expect, test } from '@playwright/test';
import { alice, row, signIn } from '../harness/people.ts';

test.beforeEach(async ({ page }) => {
  await signIn(page, alice);
});

test('a wrong password is told, and nothing else is', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${alice.url}/login`);
  await page.getByLabel('Email').fill(alice.email);
  await page.getByLabel('Password', { exact: true }).fill('thirsty');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('alert').filter({ hasText: /./ })).toBeVisible();
  expect(page.url()).not.toContain('thirsty');
});

test('reading marks as read, and the count in the tree follows', async ({ page }) => {
  const inbox = page.getByRole('treeitem', { name: /^Inbox/ });
  const before = Number(/(\d+)/.exec((await inbox.getAttribute('aria-label')) ?? (await inbox.innerText()))?.[1] ?? 0);
  await row(page, 'Tyre change on Friday').click();
  await expect(page.frameLocator('iframe').getByText('The garage can take the van').first()).toBeVisible();
  await expect
    .poll(async () => Number(/(\d+)/.exec((await inbox.getAttribute('aria-label')) ?? (await inbox.innerText()))?.[1] ?? 0))
    .toBe(before - 1);
});

test('archive by key, undo by key', async ({ page }) => {
  const letter = row(page, 'Photos from the harvest dinner');
  await letter.click();
  await expect(page.frameLocator('iframe').getByText('All of them, even the blurry ones').first()).toBeVisible();
  await page.keyboard.press('e');
  await expect(letter).toBeHidden();
  await page.keyboard.press('z');
  await expect(letter).toBeVisible();
});

test('delete moves to Trash, where it can be found', async ({ page }) => {
  await row(page, 'Two books are due next week').click();
  await page.getByRole('button', { name: 'Delete' }).first().click();
  await expect(row(page, 'Two books are due next week')).toBeHidden();
  await page.getByRole('treeitem', { name: /^Trash/ }).click();
  await expect(row(page, 'Two books are due next week')).toBeVisible();
});

test('search finds by words and by operators', async ({ page }) => {
  const box = page.getByRole('searchbox', { name: 'Search mail' });
  await box.fill('from:priya oven');
  await box.press('Enter');
  await expect(row(page, 'Signed contract for the oven lease')).toBeVisible();
  await expect(page.getByRole('grid', { name: 'Messages' }).getByRole('row')).toHaveCount(1);
  await page.goBack();
  await expect(row(page, 'Menu cards, round two')).toBeVisible();
});

test('the keyboard alone: next, open, back, compose, close', async ({ page }) => {
  await page.getByRole('grid', { name: 'Messages' }).getByRole('row').first().focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Reply', exact: true }).first()).toBeVisible();
  await page.keyboard.press('u');
  await page.keyboard.press('c');
  await expect(page.getByRole('dialog', { name: 'New message' })).toBeVisible();
  await expect(page.getByRole('dialog', { name: 'New message' }).getByLabel('To', { exact: true })).toBeFocused();
});

test('remote pictures stay blocked, and the message cannot reach the page', async ({ page }) => {
  const outside: string[] = [];
  page.on('request', (request) => {
    if (!request.url().startsWith(alice.url) && !/^(blob|data|about):/.test(request.url())) outside.push(request.url());
  });
  await row(page, 'Winter Market: invitation draft').click();
  const designed = page.getByRole('article', { name: 'Message from Bob Keller' }).first();
  await designed.getByRole('button', { expanded: false }).first().click();
  await expect(page.getByText(/pictures are blocked/i).first()).toBeVisible();
  expect(outside).toEqual([]);
  for (const frame of await page.locator('iframe').all()) {
    expect(await frame.getAttribute('sandbox')).not.toContain('allow-same-origin');
  }
});
