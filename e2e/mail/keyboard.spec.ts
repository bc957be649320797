/** The keyboard alone: everything in the list can be done with it, the help sheet tells how, the palette finds the rest. */
import type { Locator, Page } from '@playwright/test';
import { accountOf, counts, expect, jmap, makeMailbox, open, receive, row, rows, test, toolbar, tree } from '../harness/home.ts';

test.beforeEach(async ({ person }) => {
  await receive(
    person,
    ['Apricots', 'Buckwheat', 'Chestnuts', 'Dates', 'Elderflower'].map((subject) => ({ subject, text: `About ${subject}.` })),
  );
});

test('a day’s work without a mouse', async ({ page, person }) => {
  await makeMailbox(person, 'Orchard');
  await open(page, person);
  await expect(rows(page)).toHaveCount(5);
  const press = (...keys: string[]) => keys.reduce(async (before, key) => (await before, page.keyboard.press(key)), Promise.resolve());
  await press('j'); // Buckwheat
  await expect(row(page, 'Buckwheat')).toHaveAttribute('data-cursor', 'true');
  await press('x', 'j', 'x');
  await expect(toolbar(page).getByRole('status')).toHaveText('2 selected');
  await press('s');
  await expect(page.getByRole('row', { name: /Chestnuts, starred/ })).toBeVisible();
  await press('e'); // both go
  await expect(rows(page)).toHaveCount(3);
  await press('z');
  await expect(rows(page)).toHaveCount(5);
  await press('Home', 'Enter');
  await expect(page.getByRole('heading', { name: 'Apricots' })).toBeVisible();
  await press(']'); // archived, and the next is open
  await expect(page.getByRole('heading', { name: 'Buckwheat' })).toBeVisible();
  await press('v');
  await page.keyboard.type('orch');
  await press('Enter');
  await expect(row(page, 'Buckwheat')).toBeHidden();
  await press('u', 'g', 'a');
  await expect(page.getByRole('heading', { name: 'All mail', level: 1 })).toBeVisible();
  await press('g', 'i');
  await expect(page.getByRole('heading', { name: 'Inbox', level: 1 })).toBeVisible();
  await expect(rows(page)).toHaveCount(3);
  await press('*', 'a', '#');
  await expect(page.getByText('Your inbox is empty')).toBeVisible();
  await press('z', '/');
  await expect(page.getByRole('searchbox', { name: 'Search mail' })).toBeFocused();
  await page.keyboard.type('dates');
  await press('Enter');
  await expect(row(page, 'Dates')).toBeVisible();
  await expect.poll(async () => (await counts(person, 'Orchard')).total).toBe(1);
});

/** Goes on from where the focus is, as a person does; a trap on the way is found by never coming out of it. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 90; presses++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((one) => one === document.activeElement)) return;
  }
  throw new Error(`Tab never leads to ${String(target)}.`);
}

test('answered with a file, a folder and a rule made, without a mouse', async ({ page, home, person }) => {
  const other = home.newPerson();
  await receive(person, [{ subject: 'Figs', from: `Nina <${other.email}>`, text: 'Send me the list, please.' }]);
  await open(page, person);
  await page.keyboard.press('/');
  await page.keyboard.type('subject:figs');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Figs')).toBeVisible();
  await page.keyboard.press('o');
  await expect(page.getByRole('heading', { name: 'Figs' })).toBeVisible();
  await page.keyboard.press('r');
  const answer = page.getByRole('dialog', { name: 'New message: answer' });
  await expect(answer.getByRole('textbox', { name: 'Message' })).toBeFocused();
  await page.keyboard.type('Here it is.');
  await tabTo(page, answer.getByRole('button', { name: 'Attach files' }));
  const chooser = page.waitForEvent('filechooser');
  await page.keyboard.press('Enter');
  await (await chooser).setFiles({ name: 'list.txt', mimeType: 'text/plain', buffer: Buffer.from('figs, more figs') });
  await expect(answer.getByText('list.txt')).toBeVisible();
  await page.keyboard.press('Control+Enter');
  await expect(answer).toBeHidden();

  await tabTo(page, tree(page, /^Inbox/));
  await page.keyboard.press('.');
  await expect(page.getByRole('menuitem', { name: 'New folder' })).toBeVisible();
  await page.keyboard.press('End');
  await expect(page.getByRole('menuitem', { name: 'New folder' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'New folder' }).getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Cellar');
  await page.keyboard.press('Enter');
  await expect(tree(page, 'Cellar')).toBeVisible();

  await page.keyboard.press('Control+k');
  await page.keyboard.type('rules');
  await expect(page.getByRole('option', { name: /^Rules/ }).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Rules' })).toBeVisible();
  await tabTo(page, page.getByRole('button', { name: 'New rule' }));
  await page.keyboard.press('Enter');
  const condition = page.getByRole('group', { name: 'Condition 1' });
  await expect(condition).toBeVisible();
  await tabTo(page, condition.getByLabel('Value'));
  await page.keyboard.type('figs');
  await tabTo(page, page.getByRole('group', { name: 'Action 1' }).getByLabel('What is done'));
  await page.keyboard.type('Star');
  await tabTo(page, page.getByRole('button', { name: 'Save rule' }));
  await page.keyboard.press('Enter');
  await expect(page.getByText('The rule is saved and applied to new mail.')).toBeVisible();
  await expect.poll(async () => (await counts(other, 'inbox')).total, { timeout: 60_000 }).toBe(1); // when it could no longer be taken back
});

test('focus goes on to the next row when a row leaves, and the list stays one tab stop', async ({ page, person }) => {
  await open(page, person);
  await rows(page).first().focus();
  await page.keyboard.press('j');
  await expect(row(page, 'Buckwheat')).toBeFocused();
  await page.keyboard.press('e');
  await expect(row(page, 'Chestnuts')).toBeFocused();
  await expect(page.locator('[role=row][tabindex="0"]')).toHaveCount(1);
});

test('the help sheet tells the keys, finds one, and closes where one was', async ({ page, person }) => {
  await open(page, person);
  await rows(page).nth(2).focus();
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'Keyboard' });
  await expect(sheet.getByText('Archive and go to the next')).toBeVisible();
  await sheet.getByLabel('Find a key or an action').fill('snooze');
  await expect(sheet.getByText('Go to Snoozed')).toBeVisible();
  await expect(sheet.getByText('Archive and go to the next')).toBeHidden();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(rows(page).nth(2)).toBeFocused();
});

test('the palette runs commands on what is selected, goes to places, and searches', async ({ page, person }) => {
  await makeMailbox(person, 'Orchard');
  await open(page, person);
  await row(page, 'Dates').getByRole('checkbox').check();
  await page.keyboard.press('Escape');
  await rows(page).first().focus();
  await page.keyboard.press('Control+k');
  const palette = page.getByRole('dialog', { name: 'Command palette' });
  await page.keyboard.type('arch');
  await expect(palette.getByRole('option', { name: /^Archive/ }).first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(row(page, 'Apricots')).toBeHidden();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('orchard');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Orchard', level: 1 })).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('elderflower');
  await page.keyboard.press('Shift+Enter');
  await expect(page).toHaveURL(/\/mail\/search\?q=elderflower$/);
  await expect(row(page, 'Elderflower')).toBeVisible();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('appearance');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/settings\/appearance$/);
});

test('keys of one’s own, and no single keys at all (WCAG 2.1.4)', async ({ page, person }) => {
  const accountId = await accountOf(person);
  await jmap(person, ['Settings/set', { accountId, update: { singleton: { keys: { archive: ['y'] } } } }, 's']);
  await open(page, person);
  await rows(page).first().focus();
  await page.keyboard.press('e');
  await expect(rows(page)).toHaveCount(5);
  await page.keyboard.press('y');
  await expect(rows(page)).toHaveCount(4);
  await jmap(person, ['Settings/set', { accountId, update: { singleton: { keys: {}, shortcuts: false } } }, 's']);
  await page.reload();
  await expect(rows(page)).toHaveCount(4);
  await rows(page).first().focus();
  await page.keyboard.press('e');
  await page.keyboard.press('Shift+3');
  await expect(rows(page)).toHaveCount(4);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog', { name: 'Command palette' })).toBeVisible();
});

test('Back closes what was opened last: menu, conversation, list; the place in the list comes back', async ({ page, person }) => {
  await receive(
    person,
    Array.from({ length: 60 }, (_, index) => ({ subject: `Old ${index}`, minutesAgo: 200 + index })),
  );
  await open(page, person);
  await page.getByRole('grid', { name: 'Messages' }).hover();
  await page.mouse.wheel(0, 1800);
  await row(page, 'Old 22').click();
  await expect(page.getByRole('heading', { name: 'Old 22' })).toBeVisible();
  await tree(page, /^Sent/).click();
  await expect(page.getByRole('heading', { name: 'Sent', level: 1 })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Old 22' })).toBeVisible();
  await expect(row(page, 'Old 22')).toBeInViewport();
  await page.goBack();
  await expect(page).toHaveURL(/\/mail\/inbox$/);
  await expect(row(page, 'Old 22')).toBeInViewport();
});

test('a click into the message leaves the keys alive', async ({ page, person }) => {
  await open(page, person);
  await row(page, 'Chestnuts').click();
  await page.frameLocator('iframe').getByText('About Chestnuts.').first().click();
  await page.keyboard.press('e');
  await expect(row(page, 'Chestnuts')).toBeHidden();
});
