/** Mailboxes that one person shares with another, by the rights of RFC 4314: seen, read, acted upon as far as allowed, and taken back. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { counts, expect, imapCommand, open, receive, row, rows, test, toolbar, tree, type Person } from '../harness/home.ts';

const letters = [
  { subject: 'Rent for May', text: 'It is due on the first.', unread: true, mailbox: 'Team' },
  {
    subject: 'Keys',
    text: 'They are under the mat.',
    mailbox: 'Team',
    file: { name: 'plan.txt', type: 'text/plain', text: 'left, then right' },
  },
];

const share = (owner: Person, mailbox: string, other: Person, rights: string): Promise<string> =>
  imapCommand(owner, rights === '' ? `DELETEACL "${mailbox}" "${other.email}"` : `SETACL "${mailbox}" "${other.email}" "${rights}"`);

const section = (page: Page, owner: Person) => page.getByRole('region', { name: `Shared by ${owner.email}` });

test('a mailbox that is shared: in the tree with its owner and its count, read, live, and nothing can be changed', async ({
  page,
  home,
  person,
}) => {
  const owner = home.newPerson();
  await receive(owner, letters);
  await open(page, person);
  await share(owner, 'Team', person, 'lr');
  // It appears by itself.
  const theirs = section(page, owner);
  await expect(theirs.getByRole('treeitem', { name: 'Team, 1 unread' })).toBeVisible();
  await theirs.getByRole('treeitem', { name: /^Team/ }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByRole('main').getByText(`Shared by ${owner.email}`)).toBeVisible();
  await expect(page.getByRole('main').getByText('Read only')).toBeVisible();

  await receive(owner, [{ subject: 'Rent for June', unread: true, mailbox: 'Team' }]);
  await expect(row(page, 'Rent for June')).toBeVisible();
  await expect(theirs.getByRole('treeitem', { name: 'Team, 2 unread' })).toBeVisible();

  await row(page, 'Rent for May').click();
  await expect(page.frameLocator('iframe').getByText('It is due on the first.').first()).toBeVisible();
  const bar = page.getByRole('toolbar', { name: 'Conversation' });
  const reason = `${owner.email} shares “Team” without the right to do this.`;
  await expect(bar.getByRole('button', { name: 'Archive' })).toBeDisabled();
  await expect(bar.getByRole('button', { name: 'Archive' })).toHaveAccessibleDescription(reason);
  await page.keyboard.press('s');
  await expect(page.getByText(reason)).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  expect(await counts(owner, 'Team')).toEqual({ total: 3, unread: 2 });

  // The address alone leads there again; and nothing of it was left on this device.
  await page.reload();
  await expect(page.frameLocator('iframe').getByText('It is due on the first.').first()).toBeVisible();
  await expect(row(page, 'Rent for June')).toBeVisible();
  const kept = await page.evaluate(async (email) => {
    const request = indexedDB.open(`posthorn-${email}`);
    const database = await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)));
    const all = database.transaction('emails').objectStore('emails').getAll();
    await new Promise((resolve) => (all.onsuccess = resolve));
    database.close();
    return JSON.stringify(all.result);
  }, person.email);
  expect(kept).not.toContain('Rent for');

  await share(owner, 'Team', person, '');
  await expect(theirs).toBeHidden();
  await expect(page).toHaveURL(/\/mail\/inbox$/);
});

test('with the rights for it: read, starred, moved, undone, answered, and passed on with its file', async ({ page, home, person }) => {
  const owner = home.newPerson();
  await receive(owner, [...letters, { subject: 'Done', mailbox: 'Finished' }]);
  await share(owner, 'Team', person, 'lrswite');
  await share(owner, 'Finished', person, 'lri');
  await open(page, person);
  await section(page, owner).getByRole('treeitem', { name: /^Team/ }).click();
  await row(page, 'Rent for May').click();
  await expect.poll(() => counts(owner, 'Team')).toEqual({ total: 2, unread: 0 });
  await page.keyboard.press('v');
  const picker = page.getByRole('dialog', { name: 'Move to' });
  await expect(picker.getByRole('option')).toHaveText(['Finished', 'Team']);
  await picker.getByRole('option', { name: 'Finished' }).click();
  await expect(row(page, 'Rent for May')).toBeHidden();
  await expect.poll(async () => (await counts(owner, 'Finished')).total).toBe(2);
  // What was moved cannot be taken out again: the server says so, and the page with it.
  await page.goto(`${person.url}/mail/inbox`);
  await section(page, owner)
    .getByRole('treeitem', { name: /^Finished/ })
    .click();
  await expect(rows(page)).toHaveCount(2);
  await row(page, 'Rent for May').click({ button: 'right' });
  await expect(page.getByRole('menuitem', { name: 'Move', exact: true })).toBeDisabled();
  await page.keyboard.press('Escape');

  await section(page, owner).getByRole('treeitem', { name: /^Team/ }).click();
  await row(page, 'Keys').click();
  await page.keyboard.press('f');
  const forward = page.getByRole('dialog', { name: 'New message: answer' });
  await forward.getByLabel('To', { exact: true }).fill(owner.email);
  await forward.getByLabel('To', { exact: true }).press('Enter');
  await expect(forward.getByText('plan.txt')).toBeVisible();
  await forward.getByRole('button', { name: 'Send', exact: true }).click();
  await expect.poll(async () => (await counts(owner, 'inbox')).total, { timeout: 60_000 }).toBe(1);
  await expect(tree(page, /^Inbox/).first()).toBeVisible();
});

test('searched, and all that was found acted upon at once: progress, one undo, and what may not be done is left', async ({
  page,
  home,
  person,
}) => {
  const owner = home.newPerson();
  const many = Array.from({ length: 70 }, (_, index) => ({ subject: `Invoice ${index}`, unread: true, mailbox: 'Team' }));
  await receive(owner, [...many, ...letters, { subject: 'Invoice elsewhere', mailbox: 'Finished' }, { subject: 'Invoice of his own' }]);
  await receive(person, [{ subject: 'Invoice to me' }]);
  await share(owner, 'Team', person, 'lrswite');
  await share(owner, 'Finished', person, 'lri');
  await open(page, person);
  await section(page, owner).getByRole('treeitem', { name: /^Team/ }).click();
  await expect(page.getByRole('heading', { name: 'Team' })).toBeVisible();
  await expect(row(page, /Invoice/).first()).toBeVisible();

  // What is asked from there is asked of the owner's mail, as far as it is shared; the query says so.
  await page.keyboard.press('/');
  await page.keyboard.type('invoice');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('searchbox', { name: 'Search mail' })).toHaveValue(`shared:${owner.email} invoice`);
  await expect(page.getByText('71 found')).toBeVisible();
  await page.goto(`${person.url}/mail/search?q=${encodeURIComponent(`shared:${owner.email} invoice in:Finished`)}`);
  await expect(rows(page)).toHaveCount(1);
  await expect(row(page, 'Invoice elsewhere')).toBeVisible();
  await page.getByRole('button', { name: 'Search everywhere' }).click();
  await expect(row(page, 'Invoice to me')).toBeVisible();
  await expect(rows(page)).toHaveCount(1);

  // All of a mailbox, also what was never loaded.
  await section(page, owner).getByRole('treeitem', { name: /^Team/ }).click();
  await expect(page.getByRole('heading', { name: 'Team' })).toBeVisible();
  await expect(row(page, /Invoice/).first()).toBeVisible();
  await page.getByRole('checkbox', { name: 'Select all loaded conversations' }).click();
  await page.getByRole('button', { name: /^Select all 72/ }).click();
  await toolbar(page).getByRole('button', { name: 'Mark as read' }).click();
  await expect.poll(() => counts(owner, 'Team')).toEqual({ total: 72, unread: 0 });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => counts(owner, 'Team')).toEqual({ total: 72, unread: 71 });

  await page.getByRole('checkbox', { name: 'Select all loaded conversations' }).click();
  await page.getByRole('button', { name: /^Select all 72/ }).click();
  await page.keyboard.press('v');
  await page.getByRole('dialog', { name: 'Move to' }).getByRole('option', { name: 'Finished' }).click();
  await expect.poll(async () => (await counts(owner, 'Finished')).total).toBe(73);
  await expect(page.getByText('Nothing here')).toBeVisible();
});
