/** The model against a server whose network is cut before a request arrives, or before its answer does; over reloads and in the device. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { beforeEach, expect, test, vi } from 'vitest';
import { FakeServer } from './fake-server.ts';

let server: FakeServer;

beforeEach(() => {
  server = new FakeServer();
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('document', { visibilityState: 'visible', addEventListener: () => undefined, removeEventListener: () => undefined });
  vi.stubGlobal('location', { pathname: '/mail/inbox', search: '', href: 'http://localhost/mail/inbox' });
  vi.stubGlobal('fetch', server.fetch);
});

/** The webmail as a page that was just opened: every module anew, the device as it was left. */
async function openPage() {
  vi.resetModules();
  const { setWords } = await import('../i18n/words.ts');
  const { loadMessages } = await import('#messages/load-messages.ts');
  setWords('en', await loadMessages('en'));
  const [store, keep, load, lists, words, moves, outbox, sync, mirror, progress, device, local, activity] = await Promise.all([
    import('./mail-store.ts'),
    import('./device/keep.ts'),
    import('./mailboxes/load-mailboxes.ts'),
    import('./list/load-list.ts'),
    import('./acts/keywords.ts'),
    import('./acts/move.ts'),
    import('./device/outbox.ts'),
    import('./sync.ts'),
    import('./device/mirror.ts'),
    import('./device/mirror-progress.ts'),
    import('./device/device.ts'),
    import('./device/local-list.ts'),
    import('./activity.ts'),
  ]);
  await keep.restore('alice@crepes.fr');
  const stopKeeping = keep.startKeeping();
  await load.loadMailboxes().catch(() => undefined);
  await lists.loadWindow(store.mail().route, 0);
  return {
    ...store,
    ...keep,
    ...lists,
    ...words,
    ...moves,
    ...outbox,
    ...sync,
    ...mirror,
    ...progress,
    ...device,
    ...local,
    ...activity,
    stopKeeping,
  };
}
type Page = Awaited<ReturnType<typeof openPage>>;
const shown = (page: Page) => page.mail().list.ids;
const sets = () => server.asked.filter(([name]) => name === 'Email/set').length;

test('what is done offline shows at once, waits on the device, and is sent when the network is back', async () => {
  ['a', 'b'].forEach((id) => server.add(id));
  const page = await openPage();
  expect(shown(page)).toEqual(['b', 'a']);
  server.network = 'down';
  void page.moveToRole(['a'], 'archive');
  void page.setKeyword(['b'], '$flagged', true);
  await expect.poll(() => page.mail().queued).toBe(2);
  expect(shown(page)).toEqual(['b']);
  await expect.poll(() => page.mail().online).toBe(false);
  expect((await page.deviceQueue()).length).toBe(2);
  server.network = 'up';
  await page.flush();
  expect(page.mail()).toMatchObject({ queued: 0, online: true });
  expect([server.emails.get('a')?.mailboxIds, server.emails.get('b')?.keywords]).toEqual([{ archive: true }, { $flagged: true }]);
  expect(await page.deviceQueue()).toEqual([]);
  page.stopKeeping();
});

test('an answer that is lost: it is sent again, and done once', async () => {
  server.add('a');
  const page = await openPage();
  server.network = 'answerLost';
  void page.moveToRole(['a'], 'archive');
  await expect.poll(() => page.mail().online).toBe(false);
  expect(server.emails.get('a')?.mailboxIds).toEqual({ archive: true });
  expect((await page.deviceQueue()).length).toBe(1);
  server.network = 'up';
  await page.flush();
  expect(server.emails.get('a')?.mailboxIds).toEqual({ archive: true });
  expect([sets(), page.mail().queued, page.mail().activity?.text]).toEqual([2, 0, 'Archived']);
  page.stopKeeping();
});

test('a page that is closed with changes waiting: the next one shows them as done and sends them in order', async () => {
  server.add('a');
  const first = await openPage();
  server.network = 'down';
  void first.setKeyword(['a'], '$flagged', true);
  void first.setKeyword(['a'], '$flagged', false);
  void first.setKeyword(['a'], '$seen', true);
  await expect.poll(async () => (await first.deviceQueue()).length).toBe(3);
  await expect.poll(async () => (await first.deviceEmails(['a'])).length).toBe(1);
  first.stopKeeping();
  const second = await openPage();
  expect(second.mail()).toMatchObject({ queued: 3, online: false });
  expect(second.mail().emails.get('a')?.keywords).toEqual({ $seen: true });
  server.network = 'up';
  await second.flush();
  expect(server.emails.get('a')?.keywords).toEqual({ $seen: true });
  expect(sets()).toBe(3);
  second.stopKeeping();
});

test('what the server refuses is put back, and its reason told', async () => {
  server.add('a');
  const page = await openPage();
  server.refused.add('a');
  await page.setKeyword(['a'], '$flagged', true);
  expect(page.mail().emails.get('a')?.keywords).toEqual({});
  expect(page.mail().activity?.text).toBe('That did not work: It is held.');
  page.stopKeeping();
});

test('an email that is gone meanwhile is no trouble; undo brings back what was', async () => {
  ['a', 'b'].forEach((id) => server.add(id));
  const page = await openPage();
  server.destroy('b');
  await page.moveToRole(['a', 'b'], 'trash');
  expect(page.mail().activity?.text).toBe('2 conversations moved to Trash');
  await page.undoLast();
  expect(server.emails.get('a')?.mailboxIds).toEqual({ inbox: true });
  page.stopKeeping();
});

test('changes are followed: what came, what changed, what was destroyed', async () => {
  ['a', 'b'].forEach((id) => server.add(id));
  const page = await openPage();
  server.add('c');
  server.change('a', { 'keywords/$seen': true });
  server.destroy('b');
  await page.catchUp();
  expect(shown(page)).toEqual(['c', 'a']);
  expect(page.mail().emails.get('a')?.keywords).toEqual({ $seen: true });
  expect(page.mail().emails.has('b')).toBe(false);
  expect(page.mail().state).toBe(String(server.state));
  page.stopKeeping();
});

test('a server that no longer knows what has changed: everything is asked for again', async () => {
  server.add('a');
  const page = await openPage();
  server.change('a', { 'keywords/$flagged': true });
  server.oldest = server.state + 1;
  server.add('b');
  await page.catchUp();
  expect(shown(page)).toEqual(['b', 'a']);
  expect(page.mail().emails.get('a')?.keywords).toEqual({ $flagged: true });
  page.stopKeeping();
});

test('the device is filled piece by piece, goes on after a reload, and follows changes', { timeout: 30_000 }, async () => {
  for (let number = 0; number < 1203; number++) server.add(`e${number}`);
  const count = async (page: Page) => (await page.device())?.count('emails');
  let pieces = 0;
  const first = await openPage();
  // After two pieces the page is closed.
  const stop = first.startMirror(() => (pieces++ < 2 ? Promise.resolve() : new Promise(() => undefined)));
  await expect.poll(() => count(first), { timeout: 10_000 }).toBe(1000);
  stop();
  first.stopKeeping();
  expect(await first.isComplete()).toBe(false);
  const { anchor } = await first.mirrorProgress();
  server.destroy(anchor ?? ''); // where it would go on
  const second = await openPage();
  const stopSecond = second.startMirror(() => Promise.resolve());
  await expect.poll(() => second.isComplete(), { timeout: 10_000 }).toBe(true);
  await second.mirrorChanges([], [anchor ?? '']);
  expect(await count(second)).toBe(1202);
  server.add('new', { subject: 'Brand new' });
  server.change('e7', { 'keywords/$flagged': true });
  await second.mirrorChanges(['new', 'e7'], []);
  expect((await second.deviceEmails(['new', 'e7'])).map(({ subject, keywords }) => [subject, keywords])).toEqual([
    ['Brand new', {}],
    ['Subject e7', { $flagged: true }],
  ]);
  stopSecond();
  second.stopKeeping();
});

test('while all of a list is changed nothing is read for the device', async () => {
  for (let number = 0; number < 1203; number++) server.add(`e${number}`);
  const page = await openPage();
  const pieces = () => server.asked.filter(([name, { limit }]) => name === 'Email/query' && limit === page.mirrorPiece).length;
  page.setMail({ bulk: { text: 'Archived', done: 0, total: 1203 } });
  let paused = 0;
  const stop = page.startMirror(() => {
    paused++;
    return Promise.resolve();
  });
  await expect.poll(() => paused).toBe(1);
  expect(await (await page.device())?.count('emails')).toBe(0);
  expect(pieces()).toBe(0);
  page.setMail({ bulk: null });
  await expect.poll(() => page.isComplete(), { timeout: 10_000 }).toBe(true);
  expect(pieces()).toBe(3);
  stop();
  page.stopKeeping();
});

test('offline, a list that was never opened comes from the device, with what waits already done', async () => {
  for (let number = 0; number < 40; number++) server.add(`e${number}`, number % 10 === 0 ? { mailboxIds: { archive: true } } : {});
  const page = await openPage();
  const stop = page.startMirror(() => Promise.resolve());
  await expect.poll(() => page.isComplete()).toBe(true);
  server.network = 'down';
  void page.moveToRole(['e39'], 'archive');
  await expect.poll(() => page.mail().queued).toBe(1);
  page.setMail({ route: { box: 'archive', threadId: null, q: '' } });
  await page.loadWindow(page.mail().route, 0);
  expect(shown(page)).toEqual(['e39', 'e30', 'e20', 'e10', 'e0']);
  page.setMail({ route: { box: 'search', threadId: null, q: 'subject:e2' } });
  await page.loadWindow(page.mail().route, 0);
  expect(shown(page)).toContain('e20');
  expect(shown(page)).toHaveLength(11);
  stop();
  page.stopKeeping();
});

test('another tab’s changes are taken over, and what no longer belongs leaves the list', async () => {
  ['a', 'b'].forEach((id) => server.add(id));
  const page = await openPage();
  server.network = 'down';
  await page.devicePut({ kind: 'patch', patches: { a: { 'mailboxIds/inbox': null, 'mailboxIds/archive': true } } });
  await page.restoreQueue();
  page.pruneList(page.filterOf(page.mail().route));
  expect(shown(page)).toEqual(['b']);
  expect(page.mail().queued).toBe(1);
  page.stopKeeping();
});
