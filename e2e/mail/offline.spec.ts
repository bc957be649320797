/** Without the network: what was seen is there, what is done waits, survives a reload, and is sent once when the network is back. */
import type { BrowserContext, Page } from '@playwright/test';
import { accountOf, counts, expect, jmap, open, receive, row, rows, test, tree, type Letter } from '../harness/home.ts';

const letters: Letter[] = [
  { subject: 'Apricots', text: 'The first of them are ripe.', unread: true },
  { subject: 'Buckwheat', text: 'Two sacks, as every month.' },
  { subject: 'Chestnuts', text: 'They come in October.', unread: true },
  { subject: 'Dates', text: 'From the south.' },
];

/** The worker that keeps the page is in charge of it, and has what the page is made of. */
async function ready(page: Page): Promise<void> {
  await expect(rows(page)).toHaveCount(letters.length);
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const names = (await caches.keys()).filter((name) => name.startsWith('posthorn-shell'));
        const kept = await Promise.all(names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)));
        const made = performance.getEntriesByType('resource').map(({ name }) => name);
        return ['/mail/inbox', ...made.filter((url) => /\/_next\/static\/.*\.js$/.test(url))].filter(
          (url) => !kept.flat().includes(new URL(url, location.href).href),
        );
      }),
    )
    .toEqual([]);
}

/** What the device keeps of the model is written a moment after it has changed. */
const kept = (page: Page, store: string, email: string) =>
  page.evaluate(
    async ([name = '', of = '']) => {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(`posthorn-${of}`);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('no database'));
      });
      const count = await new Promise<number>((resolve) => {
        const request = database.transaction(name).objectStore(name).count();
        request.onsuccess = () => resolve(request.result);
      });
      database.close();
      return count;
    },
    [store, email],
  );

const cut = (context: BrowserContext) => context.setOffline(true);
const join = (context: BrowserContext) => context.setOffline(false);

test('acts wait in order, the banner counts them, and the network’s return sends them', async ({ page, person, context }) => {
  await receive(person, letters);
  await open(page, person);
  await expect(rows(page)).toHaveCount(4);
  await cut(context);
  await row(page, 'Buckwheat').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await expect(row(page, 'Buckwheat')).toBeHidden();
  await row(page, 'Dates').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Star' }).click();
  await expect(page.getByText(/Offline\. Queued 2/)).toBeVisible();
  expect((await counts(person, 'inbox')).total).toBe(4);
  await join(context);
  await expect(page.getByText(/Offline/)).toBeHidden({ timeout: 15_000 });
  await expect.poll(async () => [(await counts(person, 'inbox')).total, (await counts(person, 'archive')).total]).toEqual([3, 1]);
  const [found] = await jmap(person, ['Email/query', { accountId: await accountOf(person), filter: { hasKeyword: '$flagged' } }, 'q']);
  expect(found?.ids).toHaveLength(1);
});

test('with the network cut the webmail opens, shows what was read, and keeps what is done over a reload', async ({
  page,
  person,
  context,
}) => {
  await receive(person, letters);
  await open(page, person);
  await row(page, 'Apricots').click();
  await expect(page.frameLocator('iframe').getByText('The first of them are ripe.').first()).toBeVisible();
  await page.keyboard.press('u');
  const help = page.getByRole('dialog', { name: 'Keyboard' });
  await page.keyboard.press('?');
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await ready(page);
  await expect.poll(() => kept(page, 'emails', person.email)).toBe(4);
  await expect.poll(() => kept(page, 'full', person.email)).toBeGreaterThan(0);
  await cut(context);
  await page.reload();
  await expect(rows(page)).toHaveCount(4);
  await expect(page.getByText(/You are offline/)).toBeVisible();
  await page.keyboard.press('?'); // of a file of its own
  await expect(help).toBeVisible();
  await page.keyboard.press('Escape');
  await row(page, 'Apricots').click();
  await expect(page.frameLocator('iframe').getByText('The first of them are ripe.').first()).toBeVisible();
  await page.keyboard.press('e');
  await expect(row(page, 'Apricots')).toBeHidden();
  await expect.poll(() => kept(page, 'queue', person.email)).toBe(1);
  await page.goto(`${person.url}/mail/inbox`);
  await expect(rows(page)).toHaveCount(3);
  await expect(page.getByText(/Queued 1/)).toBeVisible();
  await join(context);
  await expect.poll(async () => (await counts(person, 'archive')).total, { timeout: 20_000 }).toBe(1);
  await expect(page.getByText(/Offline/)).toBeHidden({ timeout: 15_000 });
  expect((await counts(person, 'inbox')).total).toBe(3);
});

test('offline the counts follow what is done, and bodies are searched on the device, which is said', async ({ page, person, context }) => {
  await receive(person, letters);
  await open(page, person);
  await ready(page);
  await expect.poll(() => kept(page, 'full', person.email), { timeout: 30_000 }).toBe(4);
  await expect(tree(page, 'Inbox, 2 unread')).toBeVisible();
  await cut(context);
  await row(page, 'Apricots').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Mark as read' }).click();
  await expect(tree(page, 'Inbox, 1 unread')).toBeVisible();
  await page.keyboard.press('Escape');
  const box = page.getByRole('searchbox', { name: 'Search mail' });
  const find = async (query: string, ...found: string[]) => {
    await box.fill(query);
    await box.press('Enter');
    await expect(page.getByText(`${found.length} found on this device`)).toBeVisible();
    for (const subject of found) await expect(row(page, subject)).toBeVisible();
  };
  await find('chestnuts is:unread', 'Chestnuts');
  await find('sacks', 'Buckwheat');
  await find('-october -south', 'Apricots', 'Buckwheat');
  await find('NOT from:mei');
  await expect(page.getByText('Only the mail on this device could be searched.', { exact: false })).toBeVisible();
  await find(`-bcc:nobody in:inbox ripe`, 'Apricots');
  await join(context);
  // The server is asked again by itself.
  await expect(page.getByText('1 found', { exact: true })).toBeVisible({ timeout: 20_000 });
  await expect.poll(async () => (await counts(person, 'inbox')).unread).toBe(1);
  await expect(tree(page, 'Inbox, 1 unread')).toBeVisible();
});

test('two tabs agree, also on what one of them did offline', async ({ page, person, context }) => {
  await receive(person, letters);
  await open(page, person);
  const other = await context.newPage();
  await other.goto(`${person.url}/mail/inbox`);
  await expect(rows(other)).toHaveCount(4);
  await row(page, 'Buckwheat').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(rows(other)).toHaveCount(3);
  await cut(context);
  await row(other, 'Dates').click({ button: 'right' });
  await other.getByRole('menuitem', { name: 'Archive' }).click();
  await expect(row(page, 'Dates')).toBeHidden();
  await other.close(); // what waits belongs to the account, not to the tab
  await join(context);
  await expect.poll(async () => (await counts(person, 'archive')).total, { timeout: 20_000 }).toBe(1);
  await expect(rows(page)).toHaveCount(2);
});

test('the server is killed in the middle of acts: nothing is lost, nothing is done twice', async ({ page, person, home }) => {
  test.slow();
  await receive(person, letters);
  await open(page, person);
  await row(page, 'Apricots').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Archive' }).click();
  await home.kill();
  for (const subject of ['Buckwheat', 'Chestnuts']) {
    await row(page, subject).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Archive' }).click();
    await expect(row(page, subject)).toBeHidden();
  }
  await expect(page.getByText(/Offline\. Queued/)).toBeVisible({ timeout: 15_000 });
  await home.again();
  await expect.poll(async () => (await counts(person, 'archive')).total, { timeout: 30_000 }).toBe(3);
  await expect(page.getByText(/Offline/)).toBeHidden({ timeout: 20_000 });
  expect((await counts(person, 'inbox')).total).toBe(1);
  await expect(rows(page)).toHaveCount(1);
});

test('what the server refuses is put back and told', async ({ page, person, context }) => {
  await receive(person, [...letters, { subject: 'In a folder', mailbox: 'Orchard' }]);
  await open(page, person);
  await expect(rows(page)).toHaveCount(4);
  await cut(context);
  await row(page, 'Dates').dragTo(tree(page, 'Orchard'));
  await expect(row(page, 'Dates')).toBeHidden();
  // Meanwhile another program takes the folder away.
  const accountId = await accountOf(person);
  const [all] = await jmap(person, ['Mailbox/get', { accountId, ids: null }, 'm']);
  const orchard = (all?.list as { id: string; name: string }[]).find(({ name }) => name === 'Orchard')?.id ?? '';
  await jmap(person, ['Mailbox/set', { accountId, destroy: [orchard], onDestroyRemoveEmails: true }, 's']);
  await join(context);
  await expect(page.getByText(/That did not work/)).toBeVisible({ timeout: 20_000 });
  await expect(row(page, 'Dates')).toBeVisible();
  expect((await counts(person, 'inbox')).total).toBe(4);
});
