/** The list: choosing, acting, undoing; by mouse, by context menu, by drag and drop. */
import {
  counts,
  expect,
  jmap,
  accountOf,
  makeMailbox,
  mailboxes,
  open,
  receive,
  row,
  rows,
  test,
  toolbar,
  tree,
  type Person,
} from '../harness/home.ts';

const subjects = (person: Person) =>
  receive(
    person,
    ['Apricots', 'Buckwheat', 'Chestnuts', 'Dates', 'Elderflower', 'Fennel'].map((subject, index) => ({
      ...{ subject, unread: index % 2 === 0, starred: index === 3, from: `Grower ${index} <grower${index}@far.example>` },
    })),
  );

test.beforeEach(async ({ page, person }) => {
  await subjects(person);
  await open(page, person);
  await expect(rows(page)).toHaveCount(6);
});

test('checkboxes, Shift and Ctrl choose; one act, one undo', async ({ page, person }) => {
  await row(page, 'Apricots').getByRole('checkbox').check();
  await row(page, 'Chestnuts').click({ modifiers: ['Shift'] });
  await expect(toolbar(page).getByRole('status')).toHaveText('3 selected');
  await row(page, 'Elderflower').click({ modifiers: ['Control'] });
  await expect(toolbar(page).getByRole('status')).toHaveText('4 selected');
  await toolbar(page).getByRole('button', { name: 'Archive' }).click();
  await expect(rows(page)).toHaveCount(2);
  await expect(page.getByText('4 conversations archived')).toBeVisible();
  await expect.poll(() => counts(person, 'archive')).toEqual({ total: 4, unread: 3 });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(rows(page)).toHaveCount(6);
  await expect.poll(() => counts(person, 'inbox')).toEqual({ total: 6, unread: 3 });
});

test('the header chooses all, unread, read or starred', async ({ page }) => {
  const choose = async (name: string) => {
    await page.getByRole('button', { name: 'More for this list' }).click();
    await page.getByRole('menuitem', { name }).click();
  };
  await choose('Select unread');
  await expect(toolbar(page).getByRole('status')).toHaveText('3 selected');
  await toolbar(page).getByRole('button', { name: 'Mark as read' }).click();
  await expect(tree(page, 'Inbox')).toHaveAttribute('aria-label', 'Inbox');
  await toolbar(page).getByRole('button', { name: 'Clear selection' }).click();
  await choose('Select starred');
  await expect(toolbar(page).getByRole('status')).toHaveText('1 selected');
  await page.keyboard.press('Escape');
  await expect(toolbar(page)).toBeHidden();
});

test('the context menu acts on the row, or on the selection', async ({ page, person }) => {
  await row(page, 'Buckwheat').click({ button: 'right' });
  await page.getByRole('menu', { name: 'Actions for the conversation' }).getByRole('menuitem', { name: 'Star' }).click();
  await expect(page.getByRole('row', { name: /Buckwheat, starred/ })).toBeVisible();
  await row(page, 'Apricots').getByRole('checkbox').check();
  await row(page, 'Fennel').getByRole('checkbox').check();
  await row(page, 'Fennel').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(rows(page)).toHaveCount(4);
  await expect.poll(async () => (await counts(person, 'trash')).total).toBe(2);
});

test('junk is reported and taken back; its sender can be blocked', async ({ page, person }) => {
  await row(page, 'Dates').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Report junk' }).click();
  await expect(row(page, 'Dates')).toBeHidden();
  await tree(page, /^Junk/).click();
  await row(page, 'Dates').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Not junk' }).click();
  await tree(page, /^Inbox/).click();
  await expect(row(page, 'Dates')).toBeVisible();
  await row(page, 'Dates').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Block the sender' }).click();
  await expect(page.getByText('grower3@far.example is blocked')).toBeVisible();
  const blocked = async () => {
    const [rules] = await jmap(person, ['Rules/get', { accountId: await accountOf(person), ids: ['singleton'] }, 'r']);
    return (rules?.list as { blocked: string[]; isActive: boolean }[])[0];
  };
  expect(await blocked()).toMatchObject({ blocked: ['grower3@far.example'], isActive: true });
  await page.keyboard.press('z');
  await expect.poll(blocked).toMatchObject({ blocked: [] });
  await row(page, 'Dates').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Block the sender' }).click();
  await expect.poll(blocked).toMatchObject({ blocked: ['grower3@far.example'] });
  // The pages of the settings show the one list.
  await page.goto(`${person.url}/settings/rules`);
  await page.getByRole('link', { name: /1 blocked sender/ }).click();
  await expect(page.getByRole('list', { name: 'Blocked senders' })).toContainText('grower3@far.example');
});

test('muted, a conversation leaves the inbox, and says so where it is', async ({ page }) => {
  await row(page, 'Fennel').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Mute', exact: true }).click();
  await expect(row(page, 'Fennel')).toBeHidden();
  await tree(page, /^Archive/).click();
  await expect(page.getByRole('row', { name: /Fennel.*muted/ })).toBeVisible();
});

test('snoozed by a preset and by words, it is gone, and can be called back', async ({ page, person }) => {
  await row(page, 'Chestnuts').hover();
  await row(page, 'Chestnuts').getByTitle('Snooze').click();
  await page
    .getByRole('dialog', { name: 'Snooze until' })
    .getByRole('button', { name: /^Tomorrow/ }) // on a Sunday "Next week" is the same and is not offered
    .click();
  await expect(row(page, 'Chestnuts')).toBeHidden();
  await row(page, 'Dates').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Snooze' }).click();
  const picker = page.getByRole('dialog', { name: 'Snooze until' });
  await picker.getByLabel('When').fill('blah');
  await expect(picker.getByText('No time could be read from that.')).toBeVisible();
  await picker.getByLabel('When').fill('tomorrow 9');
  await picker.getByRole('button', { name: 'Snooze', exact: true }).click();
  await expect(row(page, 'Dates')).toBeHidden();
  await expect.poll(async () => (await counts(person, 'snoozed')).total).toBe(2);
  await tree(page, /^Snoozed/).click();
  await row(page, 'Dates').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Back to the inbox now' }).click();
  await tree(page, /^Inbox/).click();
  await expect(row(page, 'Dates')).toBeVisible();
  await expect(row(page, 'Chestnuts')).toBeHidden();
});

test('dragged onto a folder they move, onto a label they get it', async ({ page, person }) => {
  await makeMailbox(person, 'Orchard');
  await makeMailbox(person, 'Sweet', { color: 'green' });
  await expect(tree(page, 'Orchard')).toBeVisible();
  await row(page, 'Apricots').dragTo(tree(page, 'Orchard'));
  await expect(row(page, 'Apricots')).toBeHidden();
  await row(page, 'Dates').dragTo(tree(page, 'Sweet'));
  await expect(page.getByRole('row', { name: /Dates.*Sweet/ })).toBeVisible();
  await expect.poll(async () => [(await counts(person, 'Orchard')).total, (await counts(person, 'Sweet')).total]).toEqual([1, 1]);
});

test('the move picker finds by typing, and makes what is not there', async ({ page, person }) => {
  await row(page, 'Elderflower').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Move', exact: true }).click();
  const picker = page.getByRole('dialog', { name: 'Move to' });
  await picker.getByRole('combobox').fill('Syrup');
  await picker.getByRole('option', { name: 'Make the folder “Syrup”' }).click();
  await expect(row(page, 'Elderflower')).toBeHidden();
  await tree(page, 'Syrup').click();
  await expect(row(page, 'Elderflower')).toBeVisible();
  expect((await mailboxes(person)).has('Syrup')).toBe(true);
});

test('mail that comes while one reads further down does not move the rows', async ({ page, person }) => {
  await receive(
    person,
    Array.from({ length: 60 }, (_, index) => ({ subject: `Old ${index}`, minutesAgo: 100 + index })),
  );
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('grid', { name: 'Messages' })).toHaveAttribute('aria-rowcount', '66');
  const grid = page.getByRole('grid', { name: 'Messages' });
  await grid.hover();
  await page.mouse.wheel(0, 1500);
  await expect(row(page, 'Old 20')).toBeVisible();
  const before = await row(page, 'Old 20').boundingBox();
  await receive(person, [{ subject: 'Brand new', unread: true, minutesAgo: 0 }]);
  const pill = page.getByRole('button', { name: '1 new' });
  await expect(pill).toBeVisible();
  expect(Math.abs(((await row(page, 'Old 20').boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
  await pill.click();
  await expect(row(page, 'Brand new')).toBeVisible();
});

test('the line between list and message moves by mouse and by arrow keys, and stays', async ({ page }) => {
  const splitter = page.getByRole('separator', { name: 'Width of the list' });
  const list = page.getByRole('region', { name: 'Message list' });
  const width = async () => Math.round((await list.boundingBox())?.width ?? 0);
  expect(await width()).toBe(420);
  await splitter.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(splitter).toHaveAttribute('aria-valuenow', '452');
  expect(await width()).toBe(452);
  const place = await splitter.boundingBox();
  await page.mouse.move((place?.x ?? 0) + 1, 400);
  await page.mouse.down();
  await page.mouse.move((place?.x ?? 0) - 400, 400, { steps: 4 });
  await page.mouse.up();
  expect(await width()).toBe(320);
  await page.reload();
  await expect(rows(page)).toHaveCount(6);
  expect(await width()).toBe(320);
});
