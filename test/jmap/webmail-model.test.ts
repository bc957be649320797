/**
 * The webmail's model against the JMAP routes over real HTTP, with a network that is cut before a request arrives, or before its answer does;
 * over reloads and in the device.
 */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { loadMessages } from '#messages/load-messages.ts';
import { emailWireId } from '#lib/ids.ts';
import { renderMessage } from '#lib/message/render.ts';
import { makeSessionToken, sessionCookieName } from '#server/auth/session-token.ts';
import { deliver, putBlob } from '#server/store/index.ts';
import { CutNetwork } from '../harness/cut-network.ts';
import { letter, TestUser } from './client.ts';
import { startJmapServer, type JmapServer } from './http-server.ts';

process.env.POSTHORN_SECRET ??= randomBytes(32).toString('hex');
let server: JmapServer;
let user: TestUser;
let network: CutNetwork;
let users = 0;

beforeAll(async () => {
  server = await startJmapServer();
});
afterAll(() => server.stop());

beforeEach(async () => {
  vi.unstubAllGlobals();
  user = await TestUser.make(`alice${++users}@crepes.fr`);
  network = new CutNetwork(server.origin, `${sessionCookieName}=${await makeSessionToken(user.user)}`);
  vi.stubGlobal('indexedDB', new IDBFactory());
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('addEventListener', () => undefined);
  vi.stubGlobal('document', { visibilityState: 'visible', addEventListener: () => undefined, removeEventListener: () => undefined });
  vi.stubGlobal('location', { pathname: '/mail/inbox', search: '', href: `${server.origin}/mail/inbox` });
  vi.stubGlobal('fetch', network.fetch);
});

/** Messages that came one minute after the other; their ids. */
async function receive(subjects: readonly string[], role: 'inbox' | 'archive' = 'inbox'): Promise<string[]> {
  const { number } = await user.mailbox(role);
  const items = await Promise.all(
    subjects.map(async (subject) => {
      const bytes = Buffer.from(letter({ subject }).replaceAll('\n', '\r\n'));
      const receivedAt = new Date(Date.UTC(2026, 0, 1) + received++ * 60_000);
      return {
        accountId: user.accountId,
        mailboxIds: [number],
        blob: await putBlob(bytes),
        prefix: null,
        rendered: renderMessage(bytes),
        receivedAt,
      };
    }),
  );
  const outcome = await deliver(items);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.value.map(({ emailId }) => emailWireId(user.accountId, emailId));
}
let received = 0;

async function receiveOne(subject: string): Promise<string> {
  const [id] = await receive([subject]);
  return id ?? '';
}

/** What the server has of an email: its keywords, and its mailboxes by their roles. */
async function stored(id: string): Promise<{ keywords: object; mailboxes: (string | null)[] }> {
  const { list } = (await user.call('Email/get', { ids: [id], properties: ['keywords', 'mailboxIds'] })) as {
    list: { keywords: object; mailboxIds: Record<string, true> }[];
  };
  const { list: mailboxes } = (await user.call('Mailbox/get')) as { list: { id: string; role: string | null }[] };
  const [email] = list;
  return { keywords: email?.keywords ?? {}, mailboxes: mailboxes.filter((one) => email?.mailboxIds[one.id]).map(({ role }) => role) };
}
const change = (id: string, patch: object) => user.call('Email/set', { update: { [id]: patch } });
const destroy = (id: string) => user.call('Email/set', { destroy: [id] });

/** The webmail as a page that was just opened: every module anew, the device as it was left. */
async function openPage() {
  vi.resetModules();
  const { setWords } = await import('#client/i18n/words.ts');
  setWords('en', await loadMessages('en'));
  const [store, keep, load, lists, words, moves, outbox, sync, mirror, progress, device, local, activity] = await Promise.all([
    import('#client/mail/mail-store.ts'),
    import('#client/mail/device/keep.ts'),
    import('#client/mail/mailboxes/load-mailboxes.ts'),
    import('#client/mail/list/load-list.ts'),
    import('#client/mail/acts/keywords.ts'),
    import('#client/mail/acts/move.ts'),
    import('#client/mail/device/outbox.ts'),
    import('#client/mail/sync.ts'),
    import('#client/mail/device/mirror.ts'),
    import('#client/mail/device/mirror-progress.ts'),
    import('#client/mail/device/device.ts'),
    import('#client/mail/device/local-list.ts'),
    import('#client/mail/activity.ts'),
  ]);
  await keep.restore(user.user.login);
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
const sets = () => network.asked.filter(([name]) => name === 'Email/set').length;

test('what is done offline shows at once, waits on the device, and is sent when the network is back', async () => {
  const [a = '', b = ''] = await receive(['a', 'b']);
  const page = await openPage();
  expect(shown(page)).toEqual([b, a]);
  network.state = 'down';
  void page.moveToRole([a], 'archive');
  void page.setKeyword([b], '$flagged', true);
  await expect.poll(() => page.mail().queued).toBe(2);
  expect(shown(page)).toEqual([b]);
  await expect.poll(() => page.mail().online).toBe(false);
  expect((await page.deviceQueue()).length).toBe(2);
  network.state = 'up';
  await page.flush();
  expect(page.mail()).toMatchObject({ queued: 0, online: true });
  expect([(await stored(a)).mailboxes, (await stored(b)).keywords]).toEqual([['archive'], { $flagged: true }]);
  expect(await page.deviceQueue()).toEqual([]);
  page.stopKeeping();
});

test('an answer that is lost: it is sent again, and done once', async () => {
  const a = await receiveOne('a');
  const page = await openPage();
  network.state = 'answerLost';
  void page.moveToRole([a], 'archive');
  await expect.poll(() => page.mail().online).toBe(false);
  expect((await stored(a)).mailboxes).toEqual(['archive']);
  expect((await page.deviceQueue()).length).toBe(1);
  network.state = 'up';
  await page.flush();
  expect((await stored(a)).mailboxes).toEqual(['archive']);
  expect([sets(), page.mail().queued, page.mail().activity?.text]).toEqual([2, 0, 'Archived']);
  page.stopKeeping();
});

test('a page that is closed with changes waiting: the next one shows them as done and sends them in order', async () => {
  const a = await receiveOne('a');
  const first = await openPage();
  network.state = 'down';
  void first.setKeyword([a], '$flagged', true);
  void first.setKeyword([a], '$flagged', false);
  void first.setKeyword([a], '$seen', true);
  await expect.poll(async () => (await first.deviceQueue()).length).toBe(3);
  await expect.poll(async () => (await first.deviceEmails([a])).length).toBe(1);
  first.stopKeeping();
  const second = await openPage();
  expect(second.mail()).toMatchObject({ queued: 3, online: false });
  expect(second.mail().emails.get(a)?.keywords).toEqual({ $seen: true });
  network.state = 'up';
  await second.flush();
  expect((await stored(a)).keywords).toEqual({ $seen: true });
  expect(sets()).toBe(3);
  second.stopKeeping();
});

test('what the server refuses is put back, and its reason told', async () => {
  const a = await receiveOne('a');
  const page = await openPage();
  await page.setKeyword([a], 'not a keyword', true);
  expect(page.mail().emails.get(a)?.keywords).toEqual({});
  expect(page.mail().activity?.text).toBe('That did not work: A keyword has characters that it cannot have.');
  page.stopKeeping();
});

test('an email that is gone meanwhile is no trouble; undo brings back what was', async () => {
  const [a = '', b = ''] = await receive(['a', 'b']);
  const page = await openPage();
  await destroy(b);
  await page.moveToRole([a, b], 'trash');
  expect(page.mail().activity?.text).toBe('2 conversations moved to Trash');
  await page.undoLast();
  expect((await stored(a)).mailboxes).toEqual(['inbox']);
  page.stopKeeping();
});

test('changes are followed: what came, what changed, what was destroyed', async () => {
  const [a = '', b = ''] = await receive(['a', 'b']);
  const page = await openPage();
  const c = await receiveOne('c');
  await change(a, { 'keywords/$seen': true });
  await destroy(b);
  await page.catchUp();
  expect(shown(page)).toEqual([c, a]);
  expect(page.mail().emails.get(a)?.keywords).toEqual({ $seen: true });
  expect(page.mail().emails.has(b)).toBe(false);
  expect(page.mail().state).toBe((await user.call('Email/get', { ids: [] })).state);
  page.stopKeeping();
});

test('a server that no longer knows what has changed: everything is asked for again', async () => {
  const a = await receiveOne('a');
  const page = await openPage();
  await change(a, { 'keywords/$flagged': true });
  const b = await receiveOne('b');
  page.setMail({ state: '999999' }); // as after the server was put back to before
  await page.catchUp();
  expect(shown(page)).toEqual([b, a]);
  expect(page.mail().emails.get(a)?.keywords).toEqual({ $flagged: true });
  page.stopKeeping();
});

test('a network that goes while what has changed is fetched: it is fetched when the network is back', async () => {
  const [a = '', b = ''] = await receive(['a', 'b']);
  const page = await openPage();
  await change(a, { 'keywords/$seen': true });
  const c = await receiveOne('c');
  network.cutAfter = 'Email/changes';
  await page.catchUp();
  expect([page.mail().online, shown(page)]).toEqual([false, [b, a]]);
  network.state = 'up';
  await page.catchUp();
  expect(page.mail().emails.get(a)?.keywords).toEqual({ $seen: true });
  expect(shown(page)).toEqual([c, b, a]);
  page.stopKeeping();
});

test.each(['Email/changes', 'Mailbox/get'])('all is asked for anew, and the network goes after %s: it is begun again', async (method) => {
  const [a = '', b = ''] = await receive(['a', 'b']);
  const page = await openPage();
  await change(a, { 'keywords/$seen': true });
  const c = await receiveOne('c');
  page.setMail({ state: '999999' });
  network.cutAfter = method;
  await page.catchUp();
  expect(page.mail().online).toBe(false);
  network.state = 'up';
  await page.catchUp();
  expect(shown(page)).toEqual([c, b, a]);
  expect(page.mail().emails.get(a)?.keywords).toEqual({ $seen: true });
  await change(b, { 'keywords/$seen': true });
  await page.catchUp();
  expect(page.mail().emails.get(b)?.keywords).toEqual({ $seen: true });
  page.stopKeeping();
});

test('the device is filled piece by piece, goes on after a reload, and follows changes', { timeout: 30_000 }, async () => {
  const ids = await receive(Array.from({ length: 1203 }, (_, number) => `e${number}`));
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
  await destroy(anchor ?? ''); // where it would go on
  const second = await openPage();
  const stopSecond = second.startMirror(() => Promise.resolve());
  await expect.poll(() => second.isComplete(), { timeout: 10_000 }).toBe(true);
  await second.mirrorChanges([], [anchor ?? '']);
  expect(await count(second)).toBe(1202);
  const brandNew = await receiveOne('Brand new');
  const [seventh = ''] = ids.slice(7);
  await change(seventh, { 'keywords/$flagged': true });
  await second.mirrorChanges([brandNew, seventh], []);
  expect((await second.deviceEmails([brandNew, seventh])).map(({ subject, keywords }) => [subject, keywords])).toEqual([
    ['Brand new', {}],
    ['e7', { $flagged: true }],
  ]);
  stopSecond();
  second.stopKeeping();
});

test('what is read while the device is being filled stays read there, though the server was asked before', async () => {
  const a = await receiveOne('a');
  const page = await openPage();
  const { promise: mayArrive, resolve: arrive } = Promise.withResolvers<void>();
  vi.stubGlobal('fetch', async (path: string, init?: RequestInit) => {
    const response = await network.fetch(path, init);
    if (String(init?.body).includes(`"limit":${page.mirrorPiece}`)) await mayArrive;
    return response;
  });
  const stop = page.startMirror(() => Promise.resolve());
  await expect.poll(() => network.asked.some(([name, { limit }]) => name === 'Email/query' && limit === page.mirrorPiece)).toBe(true);
  await page.setKeyword([a], '$seen', true);
  const onDevice = async () => (await page.deviceEmails([a]))[0]?.keywords;
  await expect.poll(onDevice).toEqual({ $seen: true });
  arrive();
  await expect.poll(() => page.isComplete()).toBe(true);
  expect(await onDevice()).toEqual({ $seen: true });
  stop();
  page.stopKeeping();
});

test('while all of a list is changed nothing is read for the device', async () => {
  await receive(Array.from({ length: 1203 }, (_, number) => `e${number}`));
  const page = await openPage();
  const pieces = () => network.asked.filter(([name, { limit }]) => name === 'Email/query' && limit === page.mirrorPiece).length;
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
  const names = Array.from({ length: 40 }, (_, number) => `e${number}`);
  const ids = new Map<string, string>();
  for (const name of names) ids.set(name, (await receive([name], name.endsWith('0') ? 'archive' : 'inbox'))[0] ?? '');
  const of = (...some: string[]) => some.map((name) => ids.get(name));
  const page = await openPage();
  const stop = page.startMirror(() => Promise.resolve());
  await expect.poll(() => page.isComplete()).toBe(true);
  network.state = 'down';
  void page.moveToRole([ids.get('e39') ?? ''], 'archive');
  await expect.poll(() => page.mail().queued).toBe(1);
  page.setMail({ route: { box: 'archive', threadId: null, q: '' } });
  await page.loadWindow(page.mail().route, 0);
  expect(shown(page)).toEqual(of('e39', 'e30', 'e20', 'e10', 'e0'));
  page.setMail({ route: { box: 'search', threadId: null, q: 'subject:e2' } });
  await page.loadWindow(page.mail().route, 0);
  expect(shown(page)).toContain(ids.get('e20'));
  expect(shown(page)).toHaveLength(11);
  stop();
  page.stopKeeping();
});

test('another tab’s changes are taken over, and what no longer belongs leaves the list', async () => {
  const [a = '', b = ''] = await receive(['a', 'b']);
  const [inbox, archive] = await Promise.all([user.mailbox('inbox'), user.mailbox('archive')]);
  const page = await openPage();
  network.state = 'down';
  await page.devicePut({ kind: 'patch', patches: { [a]: { [`mailboxIds/${inbox.id}`]: null, [`mailboxIds/${archive.id}`]: true } } });
  await page.restoreQueue();
  page.pruneList(page.filterOf(page.mail().route));
  expect(shown(page)).toEqual([b]);
  expect(page.mail().queued).toBe(1);
  page.stopKeeping();
});
