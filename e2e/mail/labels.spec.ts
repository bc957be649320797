/** Folders and labels: made, renamed, nested, coloured, put on mail, deleted; nothing in them is lost. */
import { counts, expect, mailboxes, makeMailbox, open, receive, row, test, tree } from '../harness/home.ts';

test('a label is made in its colour, put on by the picker, shown on the row, and searched by', async ({ page, person }) => {
  await receive(person, [{ subject: 'Lease of the oven' }, { subject: 'Invoice 118' }]);
  await open(page, person);
  await page.getByRole('button', { name: 'New label' }).click();
  const dialog = page.getByRole('dialog', { name: 'New label' });
  await dialog.getByLabel('Name').fill('Papers');
  await dialog.getByRole('radio', { name: 'Violet' }).check();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await expect(page.getByRole('tree', { name: 'Labels' }).getByRole('treeitem', { name: 'Papers' })).toBeVisible();
  await row(page, 'Invoice 118').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Label', exact: true }).click();
  const picker = page.getByRole('dialog', { name: 'Label' });
  await picker.getByRole('checkbox', { name: 'Papers' }).check();
  await picker.getByRole('button', { name: 'Apply' }).click();
  await expect(page.getByRole('row', { name: /Invoice 118.*Papers/ })).toBeVisible();
  await expect(row(page, 'Invoice 118')).toContainText('Papers');
  await page.goto(`${person.url}/mail/search?q=${encodeURIComponent('label:papers')}`);
  await expect(row(page, 'Invoice 118')).toBeVisible();
  await expect(row(page, 'Lease of the oven')).toBeHidden();
});

test('a folder is nested, renamed and moved to the top; a name that is taken is told', async ({ page, person }) => {
  await makeMailbox(person, 'Projects');
  await open(page, person);
  await tree(page, 'Projects').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'New inside this one' }).click();
  const made = page.getByRole('dialog', { name: 'New folder' });
  await made.getByLabel('Name').fill('Kitchen');
  await made.getByRole('button', { name: 'Create' }).click();
  await expect(tree(page, 'Kitchen')).toHaveAttribute('aria-level', '2');
  await tree(page, 'Kitchen').click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Rename/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Folder or label' });
  await dialog.getByLabel('Name').fill('Projects');
  await dialog.getByLabel('Inside').selectOption('(at the top)');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('There is one of this name already');
  await dialog.getByLabel('Name').fill('New kitchen');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(tree(page, 'New kitchen')).toHaveAttribute('aria-level', '1');
});

test('what a deleted folder held goes to the archive when it is nowhere else', async ({ page, person }) => {
  await receive(person, [{ subject: 'Only here', mailbox: 'Attic' }]);
  await open(page, person);
  await tree(page, 'Attic').click();
  await expect(row(page, 'Only here')).toBeVisible();
  await tree(page, 'Attic').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete “Attic”?' });
  await dialog.getByRole('button', { name: 'Delete' }).click();
  await expect(tree(page, 'Attic')).toBeHidden();
  await expect(page).toHaveURL(/\/mail\/inbox$/);
  expect((await mailboxes(person)).has('Attic')).toBe(false);
  expect((await counts(person, 'archive')).total).toBe(1);
});

test('a tree is walked and folded by arrow keys, and remembers what is folded', async ({ page, person }) => {
  const parentId = await makeMailbox(person, 'Projects');
  await makeMailbox(person, 'Winter Market', { parentId });
  await open(page, person);
  await tree(page, 'Projects').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tree(page, 'Winter Market')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(tree(page, 'Projects')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(tree(page, 'Projects')).toHaveAttribute('aria-expanded', 'false');
  await expect(tree(page, 'Winter Market')).toBeHidden();
  await page.reload();
  await expect(tree(page, 'Projects')).toHaveAttribute('aria-expanded', 'false');
  await tree(page, 'Projects').focus();
  await page.keyboard.press('ArrowRight');
  await expect(tree(page, 'Winter Market')).toBeVisible();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await expect(tree(page, /^Inbox/)).toBeFocused();
  await page.keyboard.press('w'); // by its first letter
  await expect(tree(page, 'Winter Market')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Winter Market', level: 1 })).toBeVisible();
});
