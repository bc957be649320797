/** The queue as administrators steer it, and what it remembers: rules, routes, priorities, dead destinations, suppressed addresses, limits. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { submitMessage, type SubmitRequest } from '#server/queue/submit.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { database } from '#server/store/database.ts';
import {
  dropMessage,
  holdMessage,
  listDestinations,
  listQueue,
  listQueueEvents,
  listSuppressions,
  prioritiseMessage,
  putBlob,
  removeSuppression,
  rerouteMessage,
  retryNow,
  reviveDestination,
  searchTraces,
  sendingOf,
  setQueueRule,
  setSendingLimits,
  type Account,
  type QueueRule,
} from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { inboxTexts } from '../../harness/inbox.ts';
import { startFakePeer, type FakePeer } from './fake-peer.ts';

let zone: ZoneServer;
let peer: FakePeer;
let alice: Account;
let worker: QueueWorker;
let start: number;
let shift = 0;
const minute = 60_000;

beforeAll(async () => {
  zone = await startZoneServer({
    records: ['far.example', 'sub.far.example', 'other.example', 'slow.example'].map((name) => ({ name, type: 'A', data: '127.0.0.1' })),
  });
  Object.assign(process.env, { MAIL_HOSTNAME: 'crepes.fr', MAIL_DOMAIN: 'crepes.fr', DNS_SERVER: `127.0.0.1:${zone.port}` });
  forgetConfig();
  alice = await makeAccount('alice@crepes.fr', 'hungry');
});
afterAll(() => zone.stop());
beforeEach(async () => {
  peer = await startFakePeer();
  process.env.SMTP_REMOTE_PORT = String(peer.port);
  forgetConfig();
  shift = 0;
  start = Date.now();
  worker = freshWorker();
  await database().pool.query('truncate queue_rule, destination, suppression, sending_limit, account_sending, account_recipient');
});
afterEach(async () => {
  await worker.stop();
  await peer.down();
  for (const { queueId } of await listQueue()) await dropMessage(queueId);
});

const freshWorker = () => new QueueWorker({ now: () => new Date(Date.now() + shift), random: () => 0.5 });

async function submit(to: string | string[], request: Partial<SubmitRequest> = {}) {
  const bytes = Buffer.from(`From: alice@crepes.fr\r\nSubject: To ${String(to)}\r\n\r\nHi\r\n`);
  const recipients = [to].flat().map((address) => ({ address }));
  return submitMessage({
    ...{ accountId: alice.accountId, mailFrom: 'alice@crepes.fr', recipients, blob: await putBlob(bytes), size: bytes.length },
    ...{ smtputf8: false, subject: 'Hello', record: false, ...request },
  });
}
async function queued(to: string | string[]): Promise<number> {
  const done = await submit(to);
  if (!done.ok || done.value.queueId === null) throw new Error('not queued');
  return done.value.queueId;
}
const rule = (given: Partial<QueueRule> & { domain: string }) =>
  setQueueRule({ schedule: null, connections: null, route: null, tls: null, ...given });
const typesOf = async (queueId: number) => (await listQueueEvents(queueId)).map(({ type }) => type);

describe('rules for a domain', () => {
  test('its own schedule: when it is tried again, and when it is given up', async () => {
    await rule({ domain: 'far.example', schedule: '1m 1m*10m' });
    await rule({ domain: '*', schedule: '2h*1d' });
    peer.behaviour = { rcpt: () => '451 4.3.0 later' };
    await queued('bob@far.example');
    await queued('bob@other.example');
    await worker.drain();
    const waits = new Map(
      (await listQueue()).map(({ domain, nextAt }) => [domain, Math.round(((nextAt?.getTime() ?? 0) - start) / minute)]),
    );
    expect(waits.get('far.example')).toBe(1);
    expect(waits.get('other.example')).toBe(120);
    const before = (await inboxTexts('alice@crepes.fr')).length;
    shift = 11 * minute;
    await worker.drain();
    expect((await listQueue()).map(({ domain }) => domain)).toEqual(['other.example']);
    expect((await inboxTexts('alice@crepes.fr')).slice(before).join()).toContain('Action: failed');
  });
  test('the most exact one counts: another host, for what is below it', async () => {
    zone.failing.add('sub.far.example'); // is not even asked for
    await rule({ domain: '*.far.example', route: `127.0.0.1:${peer.port}` });
    await queued('bob@sub.far.example');
    await worker.drain();
    expect(peer.messages.map(({ to }) => to)).toEqual([['bob@sub.far.example']]);
  });
  test('TLS demanded of a partner that offers none: nothing leaves', async () => {
    await rule({ domain: 'far.example', tls: 'encrypted' });
    await queued('bob@far.example');
    await worker.drain();
    expect(peer.messages).toEqual([]);
    expect((await listQueue()).map(({ lastStatus }) => lastStatus)).toEqual(['4.7.5']);
  });
  test('five connections at first, one more with each answer, twenty at most', async () => {
    const held = Promise.withResolvers<void>();
    peer.behaviour = { until: held.promise };
    for (let n = 0; n < 30; n++) await queued(`bob${n}@other.example`);
    const draining = worker.drain();
    await expect.poll(() => peer.messages.length).toBe(5);
    expect(peer.connections).toBe(5);
    held.resolve();
    peer.behaviour = {};
    await draining;
    expect(peer.messages).toHaveLength(30);
    const known = async () => {
      const { rows } = await database().pool.query<{ connections: number }>(
        "select connections from destination where domain = 'other.example'",
      );
      return rows[0]?.connections ?? 0;
    };
    expect(await known()).toBeGreaterThan(5);
    for (let n = 30; n < 45; n++) {
      await queued(`bob${n}@other.example`);
      await worker.drain();
    }
    expect(await known()).toBe(20);
  });
  test('no more connections at once than allowed, and as many as it takes otherwise', async () => {
    await rule({ domain: 'far.example', connections: 1 });
    for (let n = 0; n < 4; n++) await queued(`bob${n}@far.example`);
    await worker.drain();
    expect([peer.messages.length, peer.connections]).toEqual([4, 1]);
    for (let n = 0; n < 4; n++) await queued(`bob${n}@other.example`);
    await worker.drain();
    expect(peer.messages).toHaveLength(8);
    expect(peer.connections).toBeGreaterThan(2);
    const { rows } = await database().pool.query<{ domain: string; connections: number }>('select domain, connections from destination');
    const known = new Map(rows.map((row) => [row.domain, row.connections]));
    expect(known.get('far.example')).toBe(1);
    expect(known.get('other.example')).toBeGreaterThan(5);
  });
});

describe('one message', () => {
  test('is held, released, sent another way, told in its timeline', async () => {
    zone.failing.add('slow.example');
    const id = await queued('bob@slow.example');
    expect(await holdMessage(id)).toBe(true);
    await worker.drain();
    expect((await listQueue()).map(({ state }) => state)).toEqual(['held']);
    expect((await searchTraces({ address: 'bob@slow.example' }))[0]?.status).toBe('held');
    expect(await rerouteMessage(id, `smtp://relay:secret@127.0.0.1:${peer.port}`)).toBe(true);
    peer.behaviour = { login: { user: 'relay', password: 'secret' } };
    expect((await listQueue())[0]?.route).toBe(`smtp://relay:…@127.0.0.1:${peer.port}`);
    await worker.drain();
    expect(peer.messages).toHaveLength(1);
    expect(await typesOf(id)).toEqual(['submitted', 'queued', 'held', 'rerouted', 'sent']);
    expect(await rerouteMessage(id, null)).toBe(false);
  });
  test('goes before others when it is urgent, and what goes to many goes after what goes to few', async () => {
    await rule({ domain: 'far.example', connections: 1 });
    await queued(Array.from({ length: 51 }, (_one, n) => `many${n}@far.example`));
    await queued('few@far.example');
    const urgent = await queued('urgent@far.example');
    expect(await prioritiseMessage(urgent, 5)).toBe(true);
    await worker.drain();
    expect(peer.messages.map(({ to }) => to[0])).toEqual(['urgent@far.example', 'few@far.example', 'many0@far.example']);
  });
});

describe('a destination that does not answer', () => {
  test('is left alone for a while, longer each time, by every worker; until it answers or somebody asks', async () => {
    await peer.down();
    const id = await queued('bob@far.example');
    await worker.drain();
    shift = 6 * minute;
    await worker.drain();
    const [dead] = await listDestinations();
    expect(dead).toMatchObject({ domain: 'far.example', failures: 2, waiting: 1 });
    expect(Math.round(((dead?.deadUntil?.getTime() ?? 0) - start - shift) / 1000)).toBe(60);
    const next = await queued('carol@far.example');
    const second = freshWorker();
    await second.drain();
    await second.stop();
    const waiting = await listQueue({ queueId: next });
    expect(waiting.map(({ attempts, lastText }) => [attempts, lastText?.slice(0, 43)])).toEqual([
      [0, 'far.example has not answered for a while: N'],
    ]);
    await peer.up();
    expect(await reviveDestination('far.example', new Date(Date.now() + shift))).toBe(true);
    await worker.stop();
    worker = freshWorker(); // which has not found the host dead itself
    await worker.drain();
    expect(peer.messages).toHaveLength(2);
    expect(await typesOf(id)).toEqual(['submitted', 'queued', 'deferred', 'deferred', 'sent']);
    expect(await listDestinations()).toEqual([]);
  });
  test('"try again now" tries it too', async () => {
    await peer.down();
    const id = await queued('bob@far.example');
    for (shift of [0, 6 * minute]) await worker.drain();
    await peer.up();
    await worker.stop();
    worker = freshWorker();
    expect(await retryNow(id, new Date(Date.now() + shift))).toBe(1);
    await worker.drain();
    expect(peer.messages).toHaveLength(1);
  });
});

describe('an address that its server does not know', () => {
  test('gets nothing for a while: the sender is told at once, and it can be taken back', async () => {
    peer.behaviour = { rcpt: (address) => (/^gone/i.test(address) ? '550 5.1.1 No such user' : '250 ok') };
    await queued('Gone@far.example');
    await worker.drain();
    expect((await listSuppressions()).map(({ address, reply }) => [address, reply])).toEqual([['gone@far.example', 'No such user']]);
    peer.behaviour = {};
    await queued(['gone@far.example', 'there@far.example']);
    await worker.drain();
    expect(peer.messages.map(({ to }) => to)).toEqual([['there@far.example']]);
    const notice = (await inboxTexts('alice@crepes.fr')).at(-1) ?? '';
    expect(notice).toContain('Final-Recipient: rfc822; gone@far.example');
    expect(notice.replaceAll(/\s+/g, ' ')).toContain('its server said "550 5.1.1 No such user"');
    expect((await listSuppressions({ search: 'GONE' }))[0]?.heldBack).toBe(1);
    expect(await removeSuppression('gone@FAR.example')).toBe(true);
    await queued('gone@far.example');
    await worker.drain();
    expect(peer.messages).toHaveLength(2);
  });
  test('only for what says so: a full mailbox, a policy, a temporary trouble suppress nothing', async () => {
    for (const reply of ['552 5.2.2 full', '550 5.7.1 spam', '451 4.1.1 later', '550 no such user']) {
      peer.behaviour = { rcpt: () => reply };
      await queued('bob@far.example');
      await worker.drain();
    }
    expect(await listSuppressions()).toEqual([]);
  });
  test('after its time it is tried again', async () => {
    peer.behaviour = { rcpt: () => '550 5.1.1 No such user' };
    await queued('gone@far.example');
    await worker.drain();
    peer.behaviour = {};
    shift = 15 * 24 * 60 * minute;
    await queued('gone@far.example');
    await worker.drain();
    expect(peer.messages).toHaveLength(1);
  });
});

describe('how much an account may send', () => {
  test('recipients in an hour and in a day, people never written to; its own limits; all or nothing', async () => {
    await setSendingLimits(alice.accountId, { perHour: 5, perDay: 8, newPerDay: 4 });
    expect((await submit(['a@far.example', 'b@far.example', 'c@far.example'])).ok).toBe(true);
    expect(await submit(['d@far.example', 'e@far.example'])).toMatchObject({
      ok: false,
      reason: 'rateLimited',
      text: expect.stringContaining('4 people'),
    });
    expect(await sendingOf(alice.accountId)).toEqual({ lastHour: 3, lastDay: 3, newLastDay: 3 });
    expect((await submit(['A@far.example', 'b@far.example'])).ok).toBe(true);
    expect(await submit('a@far.example')).toMatchObject({ ok: false, text: expect.stringContaining('5 recipients in an hour') });
    await database().pool.query("update account_sending set hour = hour - interval '2 hours'");
    expect((await submit(['a@far.example', 'b@far.example', 'c@far.example'])).ok).toBe(true);
    expect(await submit('a@far.example')).toMatchObject({ ok: false, text: expect.stringContaining('8 recipients in a day') });
    await setSendingLimits(alice.accountId, { perHour: 0, perDay: 0, newPerDay: null });
    expect((await submit('a@far.example')).ok).toBe(true);
  });
  test('two messages at the same moment do not slip through together', async () => {
    await setSendingLimits(alice.accountId, { perHour: 3, perDay: null, newPerDay: null });
    const all = await Promise.all(Array.from({ length: 8 }, () => submit('a@far.example')));
    expect(all.filter(({ ok }) => ok)).toHaveLength(3);
  });
});
