/** The server is killed with SIGKILL in the middle of what a person does, or the network is gone for long: nothing is lost, nothing doubled. */
import type { Page, Route } from '@playwright/test';
import { accountOf, counts, expect, imapOf, jmap, open, receive, row, rows, test, tree, type Home, type Person } from '../harness/home.ts';

/** The next request that asks for this reaches the server and is done there; then the server is killed, and no answer comes. */
async function loseAnswer(page: Page, home: Home, wanted: RegExp): Promise<() => Promise<void>> {
  let isLost = false;
  const handler = async (route: Route) => {
    if (isLost || !wanted.test(route.request().postData() ?? '')) return route.fallback();
    isLost = true;
    await route.fetch();
    await home.kill();
    await route.abort();
  };
  await page.route('**/api/jmap', handler);
  return () => page.unroute('**/api/jmap', handler);
}

const found = async (person: Person, filter: Record<string, unknown>): Promise<string[]> => {
  const [answer] = await jmap(person, ['Email/query', { accountId: await accountOf(person), filter }, 'q']);
  return answer?.ids as string[];
};

test('killed in the middle of a send: it is said that nobody knows, and sent again the message goes once', async ({
  page,
  person,
  home,
}) => {
  test.slow();
  const other = home.newPerson();
  await open(page, person);
  await page.getByRole('button', { name: 'Compose' }).click();
  const dialog = page.getByRole('dialog', { name: 'New message' });
  await dialog.getByLabel('To', { exact: true }).fill(other.email);
  await dialog.getByLabel('To', { exact: true }).press('Enter');
  await dialog.getByLabel('Subject').fill('Only once');
  await dialog.getByRole('textbox', { name: 'Message' }).click();
  await page.keyboard.type('Bread.');
  await expect(dialog.getByText(/^Saved/).first()).toBeVisible();
  const stop = await loseAnswer(page, home, /EmailSubmission\/set/);
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText('it is not certain that the message has gone');
  await stop();
  await home.again();
  await dialog.getByRole('button', { name: 'Send', exact: true }).click();
  await expect(dialog).toBeHidden({ timeout: 30_000 });
  await expect.poll(async () => (await counts(other, 'inbox')).total, { timeout: 60_000 }).toBe(1);
  await expect.poll(async () => (await counts(person, 'drafts')).total).toBe(0);
  expect((await counts(person, 'sent')).total).toBe(1);
  expect(await found(other, { subject: 'Only once' })).toHaveLength(1);
});

test('killed in the middle of saving a draft: it is kept on the device, and is one draft afterwards, with all that was written', async ({
  page,
  person,
  home,
}) => {
  test.slow();
  await open(page, person);
  await page.getByRole('button', { name: 'Compose' }).click();
  const dialog = page.getByRole('dialog', { name: 'New message' });
  await dialog.getByLabel('Subject').fill('A long letter');
  await dialog.getByRole('textbox', { name: 'Message' }).click();
  await page.keyboard.type('First.');
  await expect(dialog.getByText(/^Saved/).first()).toBeVisible();
  const stop = await loseAnswer(page, home, /"create":\{"draft"/);
  await page.keyboard.type(' Second.');
  await expect(dialog.getByText('Offline, saved on this device').first()).toBeVisible();
  await stop();
  await page.keyboard.type(' Third.');
  await home.again();
  await expect(dialog.getByText(/^Saved \d/).first()).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => (await counts(person, 'drafts')).total).toBe(1);
  const accountId = await accountOf(person);
  const [ids] = [await found(person, { hasKeyword: '$draft' })];
  expect(ids).toHaveLength(1);
  const [read] = await jmap(person, ['Email/get', { accountId, ids, properties: ['preview'] }, 'g']);
  expect(read?.list).toMatchObject([{ preview: 'First. Second. Third.' }]);
});

test('killed in the middle of an import: how far it came is told, and the same file again brings nothing twice', async ({
  page,
  person,
  home,
}) => {
  test.slow();
  await open(page, person);
  const most = 1500;
  const letter = (number: number) =>
    `From mei@far.example Sat Nov 21 10:00:00 2026\nFrom: mei@far.example\nTo: ${person.email}\nSubject: Page ${number}\nMessage-ID: <page${number}@far.example>\n\nPage ${number} of the book.\n\n`;
  const file = {
    ...{ name: 'book.mbox', mimeType: 'application/mbox' },
    buffer: Buffer.from(Array.from({ length: most }, (_, number) => letter(number)).join('')),
  };
  await page.goto(`${person.url}/settings/transfer`);
  const picker = page.getByLabel('Choose a file').last();
  await picker.setInputFiles(file);
  await expect.poll(async () => (await counts(person, 'inbox')).total, { intervals: [50] }).toBeGreaterThan(0);
  await home.kill();
  await expect(page.getByText(/^The connection broke/)).toBeVisible();
  await home.again();
  const before = (await counts(person, 'inbox')).total;
  expect(before).toBeLessThan(most);
  await picker.setInputFiles(file);
  await expect.poll(async () => (await counts(person, 'inbox')).total, { timeout: 120_000 }).toBe(most);
  await expect(page.getByRole('status').filter({ hasText: `${before.toLocaleString('en')}` })).toBeVisible();
});

test('two browsers, one of them an hour without a network, and an IMAP program on one account: all agree in the end', async ({
  browser,
  page,
  person,
}) => {
  test.slow();
  const names = ['Ash', 'Birch', 'Cedar', 'Elm', 'Fir', 'Hazel', 'Larch', 'Maple'];
  await receive(
    person,
    names.map((subject) => ({ subject, unread: true })),
  );
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.clock.install();
  await Promise.all([open(page, person), open(other, person)]);
  const imap = await imapOf(person);
  await Promise.all([expect(rows(page)).toHaveCount(8), expect(rows(other)).toHaveCount(8)]);
  const act = async (on: Page, subject: string, name: string) => {
    await row(on, subject).click({ button: 'right' });
    await on.getByRole('menuitem', { name, exact: true }).click();
  };
  await context.setOffline(true);
  await act(other, 'Ash', 'Archive');
  await act(other, 'Birch', 'Star');
  await act(other, 'Cedar', 'Delete');
  await expect(other.getByText(/Offline\. Queued 3/)).toBeVisible();
  await Promise.all([
    act(page, 'Elm', 'Archive').then(() => act(page, 'Cedar', 'Archive')), // the other one deletes it, later
    (async () => {
      const lock = await imap.getMailboxLock('INBOX');
      const uids = (await imap.search({ or: [{ subject: 'Fir' }, { subject: 'Hazel' }] }, { uid: true })) || [];
      await imap.messageFlagsAdd(uids, ['\\Seen'], { uid: true });
      await imap.messageMove(uids, 'Archive', { uid: true });
      await imap.append('INBOX', `From: mei@far.example\r\nTo: ${person.email}\r\nSubject: Oak\r\n\r\nNew.\r\n`);
      lock.release();
    })(),
  ]);
  await other.clock.fastForward('01:00:00');
  await expect(other.getByText(/Offline\. Queued 3/)).toBeVisible();
  await other.clock.resume();
  await context.setOffline(false);
  const inbox = ['Birch', 'Larch', 'Maple', 'Oak'];
  for (const on of [page, other]) {
    await expect(rows(on)).toHaveCount(inbox.length, { timeout: 30_000 });
    for (const subject of inbox) await expect(row(on, subject)).toBeVisible();
    await expect(tree(on, 'Inbox, 4 unread')).toBeVisible();
  }
  await expect(other.getByText(/Offline/)).toBeHidden();
  // Archived by the one and deleted by the other: it is in both places' order of the day, once.
  expect(await found(person, { subject: 'Cedar' })).toHaveLength(1);
  await expect.poll(async () => (await found(person, { hasKeyword: '$flagged' })).length).toBe(1);
  const at = async (mailbox: string) => {
    const status = await imap.status(mailbox, { messages: true });
    return status ? status.messages : -1;
  };
  const [trashed, archived] = [await at('Trash'), await at('Archive')];
  expect([await at('INBOX'), trashed, archived]).toEqual([
    4,
    (await counts(person, 'trash')).total,
    (await counts(person, 'archive')).total,
  ]);
  expect(trashed).toBe(1);
  await imap.logout();
  await context.close();
});
