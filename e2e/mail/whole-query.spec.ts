/** Everything that a query finds at once, also what was never loaded: archived, taken back, and Trash emptied beyond any page. */
import { counts, expect, open, receive, rows, test, toolbar, tree, type Letter } from '../harness/home.ts';

const many = (count: number, more: Partial<Letter> = {}) =>
  Array.from({ length: count }, (_, index): Letter => ({ subject: `Letter ${index + 1}`, unread: index % 3 === 0, ...more }));

test('select all 700, archive, undo: the counts are right on both sides', async ({ page, person }) => {
  test.slow();
  await receive(person, many(700));
  await open(page, person);
  await expect(page.getByRole('grid', { name: 'Messages' })).toHaveAttribute('aria-rowcount', '700');
  await page.getByRole('checkbox', { name: 'Select all loaded conversations' }).click();
  await page.getByRole('button', { name: 'Select all 700 in Inbox' }).click();
  await expect(toolbar(page).getByRole('status')).toHaveText('All 700 selected');
  await toolbar(page).getByRole('button', { name: 'Archive' }).click();
  await expect(page.getByText('Your inbox is empty')).toBeVisible();
  await expect.poll(() => counts(person, 'archive'), { timeout: 30_000 }).toEqual({ total: 700, unread: 234 });
  await expect(page.getByText('700 conversations archived')).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => counts(person, 'inbox'), { timeout: 30_000 }).toEqual({ total: 700, unread: 234 });
  await expect(page.getByRole('grid', { name: 'Messages' })).toHaveAttribute('aria-rowcount', '700');
  await expect(tree(page, /^Inbox/)).toHaveAttribute('aria-label', 'Inbox, 234 unread');
});

test('by keys: * Shift+A selects all of a search, Shift+I reads them, z takes it back', async ({ page, person }) => {
  await receive(person, [...many(80), { subject: 'Other', unread: true }]);
  await open(page, person, '/mail/search?q=letter');
  await rows(page).first().focus();
  await page.keyboard.press('*');
  await page.keyboard.press('Shift+A');
  await expect(toolbar(page).getByRole('status')).toHaveText('All 80 selected');
  await page.keyboard.press('Shift+I');
  await expect.poll(async () => (await counts(person, 'inbox')).unread).toBe(1);
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.keyboard.press('z');
  await expect.poll(async () => (await counts(person, 'inbox')).unread).toBe(28);
});

test('Trash is emptied of all it holds, after a question', async ({ page, person }) => {
  test.slow();
  await receive(person, many(620, { mailbox: 'trash' }));
  await open(page, person);
  await tree(page, 'Trash').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Empty Trash' }).click();
  const dialog = page.getByRole('dialog', { name: 'Empty Trash' });
  await expect(dialog).toContainText('All 620 messages in Trash will be deleted');
  await dialog.getByRole('button', { name: 'Delete for good' }).click();
  await expect(page.getByText('Trash is empty').first()).toBeVisible();
  await expect.poll(() => counts(person, 'trash'), { timeout: 30_000 }).toEqual({ total: 0, unread: 0 });
});
