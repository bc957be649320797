/** Fetching from another Posthorn in this process, by both protocols, over TLS and STARTTLS. */
import net from 'node:net';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { renderMessage } from '#lib/message/render.ts';
import { Flag } from '#lib/message/keywords.ts';
import { forgetConfig } from '#server/config/config.ts';
import { serveImap } from '#server/imap/serve.ts';
import { seal } from '#server/mailauth/secret-box.ts';
import { Connection } from '#server/net/connection.ts';
import { servePop3 } from '#server/pop3/serve.ts';
import {
  claimFetches,
  createFetched,
  createMailbox,
  deliver,
  destroyFetched,
  fetchRows,
  findMailboxByRole,
  listFetched,
  openMailbox,
  putBlob,
  updateFetched,
  type NewFetched,
} from '#server/store/index.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import { startListener, type Serve } from '../../test/harness/listener.ts';
import { fetchAccount, secretPurpose } from './fetch-account.ts';

const there = { login: 'bob@hamburger.edu', password: 'hungry' };
const listeners: Record<string, Awaited<ReturnType<typeof startListener>>> = {};
let remote = { accountId: 0, inbox: 0 };
let count = 0;

beforeAll(async () => {
  listeners.imaps = await startListener(serveImap, 'imap', { implicitTls: true });
  listeners.imap = await startListener(serveImap, 'imap');
  listeners.pop3s = await startListener(servePop3, 'pop3', { implicitTls: true });
  listeners.pop3 = await startListener(servePop3, 'pop3');
  process.env.FETCH_ALLOW = Object.values(listeners)
    .map(({ port }) => `127.0.0.1:${port}`)
    .join(' ');
  process.env.TLS_TRUSTED_CA = listeners.imaps.certificate;
  process.env.POSTHORN_SECRET = 'of this test';
  forgetConfig();
});
afterAll(() => Promise.all(Object.values(listeners).map(({ stop }) => stop())));

beforeEach(async () => {
  there.login = `bob${++count}@hamburger.edu`;
  const { accountId } = await makeAccount(there.login, there.password);
  remote = { accountId, inbox: (await findMailboxByRole(accountId, 'inbox'))?.mailboxId ?? 0 };
});

async function arrives(subject: string, flags = 0): Promise<void> {
  const bytes = Buffer.from(
    `From: chef@crepes.fr\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@crepes.fr>\r\n\r\n.One dot, and crêpes\r\n`,
  );
  const item = {
    accountId: remote.accountId,
    mailboxIds: [remote.inbox],
    blob: await putBlob(bytes),
    prefix: null,
    rendered: renderMessage(bytes),
  };
  const done = await deliver([{ ...item, flags, receivedAt: new Date('2026-01-02T03:04:05Z') }]);
  if (!done.ok) throw new Error(done.reason);
}
const left = async () => (await openMailbox(remote.accountId, remote.inbox))?.uids.length;

async function here(change: Partial<NewFetched> = {}) {
  const { accountId } = await makeAccount(`alice${count}@crepes.fr`, 'hungry');
  const inbox = (await findMailboxByRole(accountId, 'inbox'))?.mailboxId ?? 0;
  const made = await createFetched(
    accountId,
    {
      ...{ protocol: 'imap', host: '127.0.0.1', port: listeners.imaps?.port ?? 0, security: 'tls', login: there.login, folder: 'INBOX' },
      ...{ secret: seal(there.password, secretPurpose), mailboxId: inbox, leave: true, enabled: true, everyMinutes: 15 },
      ...change,
    },
    5,
  );
  if (!made.ok) throw new Error(made.reason);
  const { fetchId } = made.value;
  return {
    accountId,
    inbox,
    fetchId,
    state: async () => (await listFetched(accountId))[0],
    async fetch() {
      await updateFetched(accountId, fetchId, {}, true);
      for (const due of await claimFetches(10)) await fetchAccount(due, new AbortController().signal);
    },
    async subjects(mailboxId = inbox) {
      const rows = [];
      for await (const page of fetchRows(accountId, mailboxId, (await openMailbox(accountId, mailboxId))?.uids ?? [])) rows.push(...page);
      return Promise.all(rows.map(async ({ flags, receivedAt, size }) => ({ flags, receivedAt: receivedAt.toISOString(), size })));
    },
  };
}
const port = (name: string) => listeners[name]?.port ?? 0;

describe.each([
  ['IMAP over TLS', () => ({ protocol: 'imap', security: 'tls', port: port('imaps') }) as const],
  ['IMAP with STARTTLS', () => ({ protocol: 'imap', security: 'starttls', port: port('imap') }) as const],
  ['POP3 over TLS', () => ({ protocol: 'pop3', security: 'tls', port: port('pop3s') }) as const],
  ['POP3 with STLS', () => ({ protocol: 'pop3', security: 'starttls', port: port('pop3') }) as const],
])('%s', (_name, options) => {
  test('takes what came, once, and goes on with what came later', async () => {
    await arrives('one', Flag.seen | Flag.flagged);
    await arrives('two');
    const alice = await here(options());
    await alice.fetch();
    expect(await alice.state()).toMatchObject({ problem: null, fetched: 2, failures: 0, isRunning: false });
    const taken = await alice.subjects();
    expect(taken.map(({ flags }) => flags)).toEqual(options().protocol === 'imap' ? [Flag.seen | Flag.flagged, 0] : [0, 0]);
    if (options().protocol === 'imap') expect(taken[0]?.receivedAt).toBe('2026-01-02T03:04:05.000Z');
    await alice.fetch();
    expect(await alice.subjects()).toHaveLength(2);
    await arrives('three');
    await alice.fetch();
    expect(await alice.subjects()).toHaveLength(3);
    expect(await alice.state()).toMatchObject({ fetched: 3 });
    expect(await left()).toBe(3); // they stay there
  });

  test('takes them away there when that was chosen, also those of before', async () => {
    await arrives('four');
    const alice = await here(options());
    await alice.fetch();
    await updateFetched(alice.accountId, alice.fetchId, { leave: false }, true);
    await arrives('five');
    await alice.fetch();
    expect(await alice.subjects()).toHaveLength(2);
    expect(await left()).toBe(options().protocol === 'imap' ? 1 : 0); // by IMAP what was read before is not looked at again
  });

  test('says that the password is wrong, and waits longer each time', async () => {
    const alice = await here({ ...options(), secret: seal('thirsty', secretPurpose) });
    await alice.fetch();
    const first = await alice.state();
    expect(first?.problem).toMatchObject({ code: 'login' });
    expect(first?.failures).toBe(1);
    const pause = (first?.nextAt.getTime() ?? 0) - Date.now();
    expect(pause).toBeGreaterThan(25 * 60_000);
    expect(pause).toBeLessThan(31 * 60_000);
    await updateFetched(alice.accountId, alice.fetchId, { secret: seal(there.password, secretPurpose) }, false);
    await arrives('six');
    for (const due of await claimFetches(10)) await fetchAccount(due, new AbortController().signal);
    expect(await alice.state()).toMatchObject({ problem: null, fetched: 1, failures: 0 });
  });
});

test('goes into the mailbox that was chosen', async () => {
  const alice = await here();
  const box = await createMailbox(alice.accountId, { name: 'From school', parentId: null });
  if (!box.ok) throw new Error(box.reason);
  await updateFetched(alice.accountId, alice.fetchId, { mailboxId: box.value.mailboxId }, false);
  await arrives('seven');
  await alice.fetch();
  expect(await alice.subjects(box.value.mailboxId)).toHaveLength(1);
  expect(await alice.subjects()).toHaveLength(0);
});

test('a process that died after the delivery doubles nothing', async () => {
  await arrives('eight');
  const alice = await here();
  await alice.fetch();
  // As if nothing had been noted: another folder name and back forgets how far it was read.
  await updateFetched(alice.accountId, alice.fetchId, { folder: 'Elsewhere' }, false);
  await updateFetched(alice.accountId, alice.fetchId, { folder: 'INBOX' }, false);
  await alice.fetch();
  expect(await alice.subjects()).toHaveLength(1);
  expect(await alice.state()).toMatchObject({ fetched: 1, problem: null });
});

test('what was taken, and not deleted there when the connection broke, is deleted there the next time', async () => {
  await arrives('taken');
  const alice = await here({ leave: false });
  const broken = vi.spyOn(ImapFlow.prototype, 'messageDelete').mockRejectedValueOnce(new Error('the connection is gone'));
  await alice.fetch();
  expect(await alice.subjects()).toHaveLength(1);
  expect([broken.mock.calls.length, await left()]).toEqual([1, 1]);
  broken.mockRestore();
  await alice.fetch();
  expect(await alice.subjects()).toHaveLength(1);
  expect(await left()).toBe(0);
});

test('what was taken stays there when that was chosen before it could be deleted', async () => {
  await arrives('taken');
  const alice = await here({ leave: false });
  const broken = vi.spyOn(ImapFlow.prototype, 'messageDelete').mockRejectedValueOnce(new Error('the connection is gone'));
  await alice.fetch();
  broken.mockRestore();
  for (const leave of [true, false]) {
    await updateFetched(alice.accountId, alice.fetchId, { leave }, true);
    await alice.fetch();
  }
  expect(await alice.subjects()).toHaveLength(1);
  expect(await left()).toBe(1);
});

test('a folder that is not there, and a server that has gone', async () => {
  const alice = await here({ folder: 'Nowhere' });
  await alice.fetch();
  expect((await alice.state())?.problem).toMatchObject({ code: 'folder' });
  const free = net.createServer().listen(0, '127.0.0.1');
  await new Promise((listening) => free.once('listening', listening));
  const gone = (free.address() as net.AddressInfo).port;
  await new Promise((closed) => free.close(closed));
  process.env.FETCH_ALLOW += ` 127.0.0.1:${gone}`;
  forgetConfig();
  for (const protocol of ['imap', 'pop3'] as const) {
    await updateFetched(alice.accountId, alice.fetchId, { protocol, port: gone }, false);
    await alice.fetch();
    expect((await alice.state())?.problem, protocol).toMatchObject({ code: 'connect' });
  }
});

test('connects to no private address but those that are allowed', async () => {
  const alice = await here({ host: '127.0.0.2', port: 993 });
  for (const host of ['127.0.0.2', '10.0.0.1', '169.254.169.254', '::1']) {
    await updateFetched(alice.accountId, alice.fetchId, { host }, false);
    await alice.fetch();
    expect((await alice.state())?.problem, host).toMatchObject({ code: 'refused' });
  }
});

test('says no password to a server whose certificate is not believed', async () => {
  const before = process.env.TLS_TRUSTED_CA;
  delete process.env.TLS_TRUSTED_CA;
  forgetConfig();
  for (const [protocol, name] of [
    ['imap', 'imaps'],
    ['pop3', 'pop3s'],
  ] as const) {
    const alice = await here({ protocol, port: port(name) });
    await alice.fetch();
    expect((await alice.state())?.problem, protocol).toMatchObject({ code: 'security' });
    await destroyFetched(alice.accountId, alice.fetchId);
    count++;
  }
  process.env.TLS_TRUSTED_CA = before;
  forgetConfig();
});

test('one process at a time has an account', async () => {
  const alice = await here();
  await updateFetched(alice.accountId, alice.fetchId, {}, true);
  const [first, second] = await Promise.all([claimFetches(10), claimFetches(10)]);
  expect([...first, ...second].filter(({ fetchId, accountId }) => fetchId === alice.fetchId && accountId === alice.accountId)).toHaveLength(
    1,
  );
});

describe('a server that is not as it should be', () => {
  /** One over TLS that says what `say` has for each line; undefined ends it. */
  async function strange(greeting: string, say: (line: string, connection: Connection) => string | undefined) {
    const { promise: ended, resolve } = Promise.withResolvers<void>();
    const serve: Serve = async (socket, { secureContext }) => {
      const connection = new Connection(socket, { implicitTls: secureContext() });
      connection.onClose(resolve);
      connection.write(greeting);
      for (let line; (line = await connection.readLine(4096, 10_000).catch(() => null));) {
        const answer = say(line.toString(), connection);
        if (answer !== undefined) connection.write(answer);
      }
    };
    const { port: own, stop } = await startListener(serve, 'pop3', { implicitTls: true });
    process.env.FETCH_ALLOW += ` 127.0.0.1:${own}`;
    forgetConfig();
    return { port: own, stop, ended };
  }

  /** Two messages, of which `give` decides what is given. */
  function strangeImap(give: (uid: number) => string) {
    const said: string[] = [];
    const server = strange('* OK [CAPABILITY IMAP4rev1 UIDPLUS] here\r\n', (line) => {
      said.push(line);
      const [tag = '', ...words] = line.split(' ');
      const all = words.join(' ');
      const done = `${tag} OK done\r\n`;
      if (/^SELECT/i.test(all)) return `* 2 EXISTS\r\n* OK [UIDVALIDITY 1] x\r\n* OK [UIDNEXT 3] x\r\n${tag} OK [READ-WRITE] done\r\n`;
      if (/^LIST/i.test(all)) return `* LIST () "/" INBOX\r\n${done}`;
      if (/SEARCH/i.test(all)) return `* SEARCH 1 2\r\n${done}`;
      if (/FETCH.*BODY/i.test(all)) return `${give(1)}${give(2)}${done}`;
      if (/FETCH/i.test(all)) return `* 1 FETCH (UID 1 RFC822.SIZE 30)\r\n* 2 FETCH (UID 2 RFC822.SIZE 30)\r\n${done}`;
      return done;
    });
    return { server, said };
  }
  const literal = (uid: number, text: string) => `* ${uid} FETCH (UID ${uid} FLAGS () BODY[] {${text.length}}\r\n${text})\r\n`;

  test('a message that it has and does not give is not deleted there', async () => {
    const { server, said } = strangeImap((uid) => (uid === 1 ? literal(1, 'Subject: given\r\n\r\nHere.\r\n') : '* 2 FETCH (UID 2)\r\n'));
    const { port: own, stop } = await server;
    const alice = await here({ port: own, leave: false });
    await alice.fetch();
    expect(await alice.state()).toMatchObject({ problem: null, fetched: 1 });
    expect(said.filter((line) => /STORE/i.test(line))).toEqual([expect.stringMatching(/ UID STORE 1 /)]);
    await stop();
  });

  test('what is longer than a message may be is not waited for', async () => {
    const { server } = strangeImap((uid) => `* ${uid} FETCH (UID ${uid} BODY[] {999999999}\r\nSubject: `);
    const { port: own, stop, ended } = await server;
    const alice = await here({ port: own });
    await alice.fetch();
    await ended;
    expect((await alice.state())?.problem?.detail).toContain('999999999');
    await stop();
  });

  test('one that greets with a refusal is left', async () => {
    const { port: own, stop, ended } = await strange('-ERR [SYS/TEMP] not now\r\n', () => undefined);
    const alice = await here({ protocol: 'pop3', port: own });
    await alice.fetch();
    await ended;
    expect((await alice.state())?.problem).toMatchObject({ code: 'protocol', detail: '[SYS/TEMP] not now' });
    await stop();
  }, 20_000);

  test.each(['imap', 'pop3'] as const)('that we stop meanwhile is not its fault (%s)', async (protocol) => {
    const stopping = new AbortController();
    const { port: own, stop } = await strange(protocol === 'imap' ? '* OK here\r\n' : '+OK here\r\n', () => void stopping.abort());
    const alice = await here({ protocol, port: own });
    await updateFetched(alice.accountId, alice.fetchId, {}, true);
    for (const due of await claimFetches(10)) await fetchAccount(due, stopping.signal);
    const state = await alice.state();
    expect(state).toMatchObject({ problem: null, failures: 0, isRunning: false });
    expect(state?.nextAt.getTime()).toBeLessThanOrEqual(Date.now());
    await stop();
  });
});
