/** The queue against other servers of every kind, over real sockets, with a clock that the test moves. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { startQueueWorker } from '#server/queue/start-worker.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { database } from '#server/store/database.ts';
import { cancelSubmission, submitMessage } from '#server/queue/submit.ts';
import {
  addAlias,
  claimDue,
  dropMessage,
  findMailboxByRole,
  getEmails,
  holdMessage,
  listQueueEvents,
  listQueue,
  listSubmissions,
  objectChanges,
  openMailbox,
  putBlob,
  readMessage,
  retryNow,
  accountState,
  type Account,
} from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startFakePeer, type FakePeer } from './fake-peer.ts';

const minute = 60_000;
const hour = 60 * minute;
let zone: ZoneServer;
let peer: FakePeer;
let alice: Account;
let worker: QueueWorker;
let later = 0;

beforeAll(async () => {
  zone = await startZoneServer({
    records: [
      { name: 'peer.example', type: 'MX', data: { preference: 20, exchange: 'mx2.peer.example' } },
      { name: 'peer.example', type: 'MX', data: { preference: 10, exchange: 'mx1.peer.example' } },
      { name: 'mx1.peer.example', type: 'A', data: '127.0.0.77' }, // nobody listens there
      { name: 'mx2.peer.example', type: 'A', data: '127.0.0.1' },
      { name: 'plain.example', type: 'A', data: '127.0.0.1' },
      { name: 'null.example', type: 'MX', data: { preference: 0, exchange: '.' } },
      { name: 'loop.example', type: 'MX', data: { preference: 10, exchange: 'crepes.fr' } },
    ],
  });
  zone.failing.add('broken.example');
  alice = await makeAccount('alice@crepes.fr', 'hungry');
});
afterAll(() => zone.stop());
beforeEach(async () => {
  await database().pool.query('truncate destination, suppression');
  peer = await startFakePeer();
  Object.assign(process.env, {
    MAIL_HOSTNAME: 'crepes.fr',
    MAIL_DOMAIN: 'crepes.fr',
    DNS_SERVER: `127.0.0.1:${zone.port}`,
    SMTP_REMOTE_PORT: String(peer.port),
  });
  forgetConfig();
  later = 0;
  worker = new QueueWorker({ now: () => new Date(Date.now() + later), random: () => 0.5 });
});
afterEach(async () => {
  await worker.stop();
  await peer.down();
  for (const { queueId } of await listQueue()) await dropMessage(queueId);
});

async function send(to: string[], options: { text?: string; smtputf8?: boolean; sendAt?: Date; mailFrom?: string } = {}) {
  const bytes = Buffer.from(options.text ?? `From: alice@crepes.fr\r\nSubject: Hello\r\n\r\nHi ${to.join()}\r\n`);
  const done = await submitMessage({
    accountId: alice.accountId,
    mailFrom: options.mailFrom ?? 'alice@crepes.fr',
    recipients: to.map((address) => ({ address })),
    blob: await putBlob(bytes),
    size: bytes.length,
    smtputf8: options.smtputf8 ?? false,
    subject: 'Hello',
    ...{ emailId: 1, threadId: 1, identityId: 1, record: true },
    ...(options.sendAt ? { sendAt: options.sendAt } : {}),
  });
  if (!done.ok) throw new Error(done.reason);
  return { queueId: done.value.queueId ?? 0, submissionId: done.value.submissionId ?? 0 };
}

async function inbox(): Promise<string[]> {
  const box = await findMailboxByRole(alice.accountId, 'inbox');
  const opened = await openMailbox(alice.accountId, box?.mailboxId ?? 0);
  const emails = await getEmails(alice.accountId, opened?.emailIds ?? []);
  return Promise.all(emails.toSorted((a, b) => a.emailId - b.emailId).map(async (email) => (await readMessage(email)).toString('utf8')));
}
const statesOf = async (submissionId: number) =>
  (await listSubmissions(alice.accountId, [submissionId]))[0]?.recipients.map(({ state, code, status }) => [state, code, status]);
const eventsOf = async (queueId: number) => (await listQueueEvents(queueId)).map(({ type }) => type);

test('MX in order of preference, the first being down; several messages over one connection', async () => {
  const one = await send(['bob@peer.example', 'carol@peer.example']);
  await worker.drain();
  expect(peer.messages).toEqual([
    {
      from: 'alice@crepes.fr',
      to: ['bob@peer.example', 'carol@peer.example'],
      data: 'From: alice@crepes.fr\r\nSubject: Hello\r\n\r\nHi bob@peer.example,carol@peer.example\r\n',
    },
  ]);
  expect(await statesOf(one.submissionId)).toEqual([
    ['delivered', 250, '2.0.0'],
    ['delivered', 250, '2.0.0'],
  ]);
  for (const name of ['a', 'b', 'c']) {
    await send([`${name}@peer.example`]);
    await worker.drain();
  }
  expect([peer.messages.length, peer.connections]).toEqual([4, 1]);
  expect(await eventsOf(one.queueId)).toEqual(['submitted', 'queued', 'sent', 'sent']);
});

test('a connection is used again for five minutes and no longer', async () => {
  const real = Date.now.bind(Date);
  let ahead = 0;
  const clock = vi.spyOn(Date, 'now').mockImplementation(() => real() + ahead);
  try {
    for (ahead of [0, 299_000, 301_000, 302_000]) {
      later = 0;
      await send(['bob@plain.example']);
      await worker.drain();
    }
    expect([peer.messages.length, peer.connections]).toEqual([4, 2]);
  } finally {
    clock.mockRestore();
  }
});

test('451 today, 250 in five minutes; the browser is told of both', async () => {
  peer.behaviour = { data: () => '451 4.7.1 greylisted' };
  const sent = await send(['bob@plain.example']);
  const state = await accountState(alice.accountId);
  await worker.drain();
  expect(await statesOf(sent.submissionId)).toEqual([['pending', 451, '4.7.1']]);
  const changes = await objectChanges(alice.accountId, 2, state);
  expect(changes).toMatchObject({ updated: [sent.submissionId] });
  peer.behaviour = {};
  later = 4 * minute;
  await worker.drain();
  expect(peer.messages).toHaveLength(0);
  later = 6 * minute;
  await worker.drain();
  expect(peer.messages).toHaveLength(1);
  expect(await statesOf(sent.submissionId)).toEqual([['delivered', 250, '2.0.0']]);
  expect(await eventsOf(sent.queueId)).toEqual(['submitted', 'queued', 'deferred', 'sent']);
});

test('one of two recipients is refused: the sender gets a notice at once, the other the message', async () => {
  peer.behaviour = { rcpt: (address) => (address.startsWith('nobody') ? '550 5.1.1 no such user here' : '250 ok') };
  const before = (await inbox()).length;
  const sent = await send(['nobody@plain.example', 'bob@plain.example']);
  await worker.drain();
  expect(peer.messages.map(({ to }) => to)).toEqual([['bob@plain.example']]);
  expect(await statesOf(sent.submissionId)).toEqual([
    ['bounced', 550, '5.1.1'],
    ['delivered', 250, '2.0.0'],
  ]);
  const [notice = '', ...more] = (await inbox()).slice(before);
  expect(more).toEqual([]);
  expect(notice).toMatch(/^Return-Path: <>\r\nFrom: Mail Delivery System <postmaster@crepes\.fr>\r\nTo: <alice@crepes\.fr>\r\n/);
  expect(notice).toContain('Auto-Submitted: auto-replied\r\n');
  expect(notice).toContain('multipart/report; report-type=delivery-status');
  expect(notice).toContain('could not be delivered to nobody@plain.example.\r\n');
  expect(notice).toContain('the server plain.example said: 550 5.1.1 no such user here');
  expect(notice).toContain('Final-Recipient: rfc822; nobody@plain.example\r\nAction: failed\r\nStatus: 5.1.1\r\n');
  expect(notice).toContain('Subject: Hello\r\n');
  expect(notice).not.toContain('Final-Recipient: rfc822; bob@');
});

test.each([
  ['bob@nowhere.example', '5.1.2', 'does not exist'],
  ['bob@null.example', '5.1.10', 'null MX'],
  ['bob@loop.example', '5.4.6', 'this very server'],
])('%s fails at once with %s', async (address, status, words) => {
  const before = (await inbox()).length;
  const sent = await send([address]);
  await worker.drain();
  expect((await statesOf(sent.submissionId))?.[0]?.slice(0, 3)).toMatchObject(['bounced', expect.any(Number), status]);
  const found = (await inbox()).slice(before);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(words);
});

test('DNS that does not answer is waited for', async () => {
  const sent = await send(['bob@broken.example']);
  await worker.drain();
  expect(await statesOf(sent.submissionId)).toEqual([['pending', 451, '4.4.3']]);
});

test('a server that is down for an hour: the message arrives once', async () => {
  await peer.down();
  const sent = await send(['bob@plain.example']);
  for (const at of [0, 5, 16, 32]) {
    later = at * minute;
    await worker.drain();
  }
  expect(await statesOf(sent.submissionId)).toEqual([['pending', 451, '4.4.1']]);
  expect((await listQueue())[0]).toMatchObject({ attempts: 4, recipient: 'bob@plain.example' });
  await peer.up();
  for (const at of [70, 100, 200]) {
    later = at * minute;
    await worker.drain();
  }
  expect(peer.messages).toHaveLength(1);
  expect(await listQueue()).toEqual([]);
});

test('after four hours a notice of delay, once; after five days the end', async () => {
  await peer.down();
  const before = (await inbox()).length;
  await send(['bob@plain.example']);
  for (const at of [0, 3, 4.5, 6, 30, 100]) {
    later = at * hour;
    await worker.drain();
  }
  const late = (await inbox()).slice(before);
  expect(late).toHaveLength(1);
  expect(late[0]).toContain('Subject: Your message is delayed');
  expect(late[0]).toContain('Action: delayed\r\nStatus: 4.4.1\r\n');
  later = 120 * hour;
  await worker.drain();
  const all = (await inbox()).slice(before);
  expect(all).toHaveLength(2);
  expect(all[1]).toContain('Action: failed\r\nStatus: 5.4.1\r\n');
  expect(await listQueue()).toEqual([]);
});

test('the null sender is never told', async () => {
  const before = (await inbox()).length;
  const sent = await send(['bob@nowhere.example'], { mailFrom: '' });
  await worker.drain();
  expect((await statesOf(sent.submissionId))?.[0]?.[0]).toBe('bounced');
  expect((await inbox()).slice(before)).toEqual([]);
});

test('a peer without 8BITMIME gets seven bits; one without SMTPUTF8 no such address', async () => {
  peer.behaviour = { extensions: [] };
  await send(['bob@plain.example'], {
    text: 'From: alice@crepes.fr\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nCrêpes\r\n',
  });
  const other = await send(['jörg@plain.example'], { smtputf8: true });
  await worker.drain();
  expect(peer.messages.map(({ data }) => data)).toEqual([
    'From: alice@crepes.fr\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nCr=C3=AApes\r\n',
  ]);
  expect(await statesOf(other.submissionId)).toEqual([['bounced', 553, '5.6.7']]);
  expect(peer.said.filter((line) => line.includes('BODY='))).toEqual([]);
});

test('STARTTLS that is broken does not stop the mail', async () => {
  peer.behaviour = { brokenTls: true };
  await send(['bob@plain.example']);
  await worker.drain();
  expect(peer.messages).toHaveLength(1);
  expect(peer.connections).toBe(2);
});

test('a peer that hangs up after its 250 has the message; one that hangs up before gets it again', async () => {
  peer.behaviour = { dropAfterData: 'after' };
  const sent = await send(['bob@plain.example']);
  await worker.drain();
  expect(await statesOf(sent.submissionId)).toEqual([['delivered', 250, '2.0.0']]);
  peer.behaviour = { dropAfterData: 'before' };
  const again = await send(['bob@plain.example']);
  await worker.drain();
  expect(await statesOf(again.submissionId)).toEqual([['pending', 451, '4.4.2']]);
  peer.behaviour = {};
  later = 6 * minute;
  await worker.drain();
  expect(peer.messages).toHaveLength(2);
});

test('two workers never send the same twice; a lease that expires is taken over', async () => {
  const others = Array.from({ length: 3 }, () => new QueueWorker({ random: () => 0.5 }));
  await Promise.all(Array.from({ length: 30 }, (_, n) => send([`bob${n}@plain.example`])));
  await Promise.all([worker, ...others].map((one) => one.drain()));
  expect(peer.messages.map(({ to }) => to[0]).toSorted()).toEqual(Array.from({ length: 30 }, (_, n) => `bob${n}@plain.example`).toSorted());
  await Promise.all(others.map((one) => one.stop()));

  await send(['lost@plain.example']);
  const dead = await claimDue({ owner: crypto.randomUUID(), now: new Date(Date.now() + 10), leaseMs: minute, limit: 10 });
  expect(dead).toHaveLength(1);
  await worker.drain();
  expect(peer.messages).toHaveLength(30);
  later = 2 * minute;
  await worker.drain();
  expect(peer.messages).toHaveLength(31);
});

test('undo: what is held can be taken back until it leaves, here as elsewhere', async () => {
  const before = (await inbox()).length;
  const sendAt = new Date(Date.now() + 10_000);
  const undone = await send(['bob@plain.example', 'alice@crepes.fr'], { sendAt });
  expect((await listSubmissions(alice.accountId, [undone.submissionId]))[0]).toMatchObject({ undoStatus: 'pending' });
  expect(await cancelSubmission(alice.accountId, undone.submissionId)).toEqual({ ok: true, value: null });
  const kept = await send(['bob@plain.example', 'alice@crepes.fr'], { sendAt });
  await worker.drain();
  expect([peer.messages.length, (await inbox()).length - before]).toEqual([0, 0]);
  later = 11_000;
  await worker.drain();
  expect([peer.messages.length, (await inbox()).length - before]).toEqual([1, 1]);
  expect(await cancelSubmission(alice.accountId, kept.submissionId)).toEqual({ ok: false, reason: 'notAllowed' });
  expect(await cancelSubmission(alice.accountId, 999_999)).toEqual({ ok: false, reason: 'notFound' });
  const all = await listSubmissions(alice.accountId, [undone.submissionId, kept.submissionId]);
  expect(all.map(({ undoStatus, recipients }) => [undoStatus, ...recipients.map(({ state }) => state)])).toEqual([
    ['canceled', 'cancelled', 'cancelled'],
    ['final', 'delivered', 'delivered'],
  ]);
});

test('a notice about what was held says until when (RFC 4865 §5.1.2), and about others it does not', async () => {
  const sendAt = new Date(Date.now() + hour);
  await send(['bob@nowhere.example'], { sendAt });
  later = hour + minute;
  await worker.drain();
  expect((await inbox()).at(-1)).toMatch(
    new RegExp(`^Arrival-Date: .*\\r\\nFuture-Release-Request: until;${sendAt.toISOString().slice(0, 19)}Z\\r$`, 'm'),
  );
  await send(['bob@nowhere.example']);
  await worker.drain();
  expect((await inbox()).at(-1)).toMatch(/^Arrival-Date: .*\r\n\r$/m);
});

test('taking back and claiming at the same moment: one of them wins', async () => {
  for (let round = 0; round < 10; round++) {
    const sent = await send(['bob@plain.example'], { sendAt: new Date(Date.now() + 5000) });
    const [cancelled, claimed] = await Promise.all([
      cancelSubmission(alice.accountId, sent.submissionId),
      claimDue({ owner: crypto.randomUUID(), now: new Date(Date.now() + 6000), leaseMs: hour, limit: 10 }),
    ]);
    expect(claimed.length).toBe(cancelled.ok ? 0 : 1);
    await dropMessage(sent.queueId);
  }
});

test('a message that this server cannot handle is not tried for ever', async () => {
  const done = await submitMessage({
    ...{ accountId: alice.accountId, mailFrom: 'alice@crepes.fr', recipients: [{ address: 'bob@plain.example' }] },
    ...{ blob: { sha256: Buffer.alloc(32), size: 5 }, size: 5, smtputf8: false, subject: '', record: false },
  });
  expect(done.ok).toBe(true);
  await worker.drain();
  expect((await listQueue())[0]).toMatchObject({ attempts: 1, lastStatus: '4.3.0', active: false });
  later = 121 * hour;
  await worker.drain();
  expect(await listQueue()).toEqual([]);
});

test('an administrator holds, retries and drops', async () => {
  await peer.down();
  const { queueId } = await send(['bob@plain.example']);
  await worker.drain();
  expect(await holdMessage(queueId)).toBe(true);
  later = 10 * minute;
  await worker.drain();
  expect((await listQueue())[0]).toMatchObject({ state: 'held', attempts: 1 });
  await peer.up();
  expect(await retryNow(queueId)).toBe(1);
  await worker.drain();
  expect(peer.messages).toHaveLength(1);
  expect(await dropMessage(queueId)).toBe(false);
});

test('an alias that sends on keeps the sender; the running worker is woken at once', async () => {
  await addAlias('away@crepes.fr', ['bob@plain.example']);
  const stop = await startQueueWorker();
  try {
    await send(['away@crepes.fr']);
    await expect
      .poll(() => peer.messages.map(({ from, to }) => [from, to]), { timeout: 5000 })
      .toEqual([['alice@crepes.fr', ['bob@plain.example']]]);
  } finally {
    await stop();
  }
});
