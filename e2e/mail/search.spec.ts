/** Search: every operator, chips, suggestions, and what to do when nothing is found. */
import { expect, open, receive, row, rows, test, type Letter } from '../harness/home.ts';

const day = 24 * 60;
const letters: Letter[] = [
  {
    subject: 'Oven lease',
    from: 'Priya Raman <priya@copper.example>',
    text: 'Here is the countersigned contract.',
    unread: true,
    file: { name: 'oven-lease.pdf', type: 'application/pdf', text: '%PDF' },
  },
  {
    subject: 'Menu cards',
    from: 'Mateo Ruiz <mateo@print.example>',
    text: 'Larger type for the prices, round two.',
    starred: true,
    minutesAgo: 3 * day,
  },
  {
    subject: 'Photos of the harvest',
    from: 'Lena Fischer <lena@far.example>',
    text: `All of them. ${'x'.repeat(60_000)}`,
    minutesAgo: 40 * day,
  },
  {
    subject: 'No. 48: on bread',
    from: 'The Slow Letter <news@slow.example>',
    text: 'Nobody who waits for a sourdough is late.',
    headers: ['List-Id: Slow <slow.example>'],
    minutesAgo: 400 * day,
    mailbox: 'archive',
  },
  {
    subject: 'To the team',
    from: 'Mei Tanaka <mei@far.example>',
    to: 'team@kitchen.example',
    headers: ['Cc: hannah@kitchen.example'],
    text: 'The oven arrives on Friday.',
    minutesAgo: 10,
  },
  { subject: 'Cheap pills', from: 'x <x@spam.example>', text: 'oven oven oven', mailbox: 'junk', minutesAgo: 5 },
  {
    subject: 'Winter plan',
    from: 'Lena Fischer <lena@far.example>',
    text: 'Floor plan for the winter market.',
    mailbox: 'Winter Market',
    minutesAgo: 2 * day,
  },
];

test('each operator finds what it says', async ({ page, person }) => {
  await receive(person, letters);
  await open(page, person);
  const cases: [string, string[]][] = [
    ['oven', ['Oven lease', 'To the team']],
    ['from:priya', ['Oven lease']],
    ['to:team@kitchen.example', ['To the team']],
    ['cc:hannah', ['To the team']],
    ['subject:menu', ['Menu cards']],
    ['has:attachment', ['Oven lease']],
    ['filename:lease', ['Oven lease']],
    ['in:archive', ['No. 48: on bread']],
    ['in:"winter market"', ['Winter plan']],
    ['in:junk oven', ['Cheap pills']],
    ['in:anywhere oven', ['Oven lease', 'Cheap pills', 'To the team']],
    ['is:unread', ['Oven lease']],
    ['is:starred', ['Menu cards']],
    ['is:read from:lena', ['Winter plan', 'Photos of the harvest']],
    ['older_than:30d', ['Photos of the harvest', 'No. 48: on bread']],
    ['newer_than:1d', ['Oven lease', 'To the team']],
    [`before:${new Date(Date.now() - 100 * day * 60_000).toISOString().slice(0, 10)}`, ['No. 48: on bread']],
    [`after:${new Date(Date.now() - 20 * day * 60_000).toISOString().slice(0, 10)} from:lena`, ['Winter plan']],
    ['larger:50K', ['Photos of the harvest']],
    ['smaller:50K from:lena', ['Winter plan']],
    ['list:slow.example', ['No. 48: on bread']],
    ['"winter market"', ['Winter plan']],
    ['"market winter"', []],
    ['oven -from:priya', ['To the team']],
    ['(from:mateo OR from:mei)', ['To the team', 'Menu cards']],
  ];
  for (const [query, found] of cases) {
    await test.step(query, async () => {
      const box = page.getByRole('searchbox', { name: 'Search mail' });
      await box.fill(query);
      await box.press('Enter');
      await expect(page).toHaveURL(new RegExp(`q=${encodeURIComponent(query).replaceAll(/[().*+?$]/g, '\\$&')}$`));
      if (found.length === 0) await expect(page.getByText('Nothing found')).toBeVisible();
      else await expect(rows(page)).toHaveCount(found.length);
      for (const subject of found) await expect(row(page, subject)).toBeVisible();
    });
  }
});

test('chips can be taken out; typing shows the text again; words are marked in what was found', async ({ page, person }) => {
  await receive(person, letters);
  await open(page, person, `/mail/search?q=${encodeURIComponent('from:lena winter')}`);
  await expect(rows(page)).toHaveCount(1);
  await expect(
    row(page, 'Winter plan')
      .locator('mark')
      .filter({ hasText: /winter/i })
      .first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Remove from:lena' }).click();
  await expect(page).toHaveURL(/q=winter$/);
  const box = page.getByRole('searchbox', { name: 'Search mail' });
  await expect(box).toHaveValue('winter');
  await box.focus();
  await page.keyboard.type(' market');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/q=winter%20market$/);
});

test('a snippet shows where the word stands, far into a message', async ({ page, person }) => {
  await receive(person, [
    { subject: 'Long', text: `${'Lorem ipsum dolor. '.repeat(120)} The zanzibar cloves came. ${'More. '.repeat(100)}` },
  ]);
  await open(page, person, '/mail/search?q=zanzibar');
  await expect(row(page, 'Long').locator('mark')).toHaveText('zanzibar');
});

test('suggestions: people, folders, mail of this device, operators by Tab, and searches of before', async ({ page, person }) => {
  await receive(person, letters);
  await open(page, person);
  const box = page.getByRole('searchbox', { name: 'Search mail' });
  const offers = page.getByRole('listbox', { name: 'Suggestions' });
  await box.fill('harvest');
  await expect(offers.getByRole('group', { name: 'On this device' }).getByRole('option', { name: /Photos of the harvest/ })).toBeVisible();
  await box.fill('in:win');
  await offers.getByRole('option', { name: 'in:"Winter Market"' }).click();
  await expect(box).toHaveValue('in:"Winter Market" ');
  await box.press('Enter');
  await expect(row(page, 'Winter plan')).toBeVisible();
  await box.fill('file');
  await box.press('Tab');
  await expect(box).toHaveValue('filename:');
  await box.fill('');
  const before = offers.getByRole('option', { name: 'in:"Winter Market"' });
  await box.press('ArrowUp'); // around to the last one, then on to the field
  await expect(before).toHaveAttribute('aria-selected', 'true');
  await box.press('ArrowDown');
  await expect(before).toHaveAttribute('aria-selected', 'false');
  await box.press('ArrowDown');
  await expect(before).toHaveAttribute('aria-selected', 'true');
  await box.press('Enter');
  await expect(row(page, 'Winter plan')).toBeVisible();
});

test('nothing found: the operator to drop is offered, and the search everywhere', async ({ page, person }) => {
  await receive(person, letters);
  await open(page, person);
  await page.goto(`${person.url}/mail/search?q=${encodeURIComponent('in:archive from:priya oven')}`);
  await expect(page.getByText('Nothing found')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Without from:priya' })).toBeVisible();
  await page.getByRole('button', { name: 'Without in:archive' }).click();
  await expect(row(page, 'Oven lease')).toBeVisible();
  await page.goBack();
  await page.getByRole('button', { name: 'Search everywhere' }).first().click();
  await expect(row(page, 'Oven lease')).toBeVisible();
  await expect(page).toHaveURL(/in%3Aanywhere/);
});

test('a search is saved, stands in the tree on every device, and is taken out again', async ({ page, person, browser }) => {
  await receive(person, letters);
  await open(page, person, `/mail/search?q=${encodeURIComponent('from:lena plan')}`);
  await page.getByRole('button', { name: 'Save this search' }).click();
  const saved = page.getByRole('tree', { name: 'Saved searches' }).getByRole('treeitem', { name: 'from:lena plan' });
  await expect(saved).toBeVisible();
  const other = await (await browser.newContext({ locale: 'en-GB' })).newPage();
  await open(other, person);
  await other.getByRole('tree', { name: 'Saved searches' }).getByRole('treeitem', { name: 'from:lena plan' }).click();
  await expect(row(other, 'Winter plan')).toBeVisible();
  await other.getByRole('button', { name: 'Remove the saved search' }).click();
  await expect(other.getByRole('tree', { name: 'Saved searches' })).toBeHidden();
});
