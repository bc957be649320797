/** Servers that stall, clocks that jump, workers that die or seem to: what arrives, and how often. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { handOverTo } from '#server/queue/hand-over.ts';
import { patience } from '#server/queue/smtp-client.ts';
import { submitMessage } from '#server/queue/submit.ts';
import { startQueueWorker } from '#server/queue/start-worker.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { database } from '#server/store/database.ts';
import { claimDue, dropMessage, holdName, listQueue, putBlob, type Account } from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { startFakePeer, type FakePeer } from './fake-peer.ts';

let zone: ZoneServer;
let peer: FakePeer;
let alice: Account;
let shift = 0;
const usual = { ...patience };
const workers: QueueWorker[] = [];
const hour = 3_600_000;

beforeAll(async () => {
  zone = await startZoneServer({ records: [{ name: 'far.example', type: 'A', data: '127.0.0.1' }] });
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
  await database().pool.query('truncate destination');
});
afterEach(async () => {
  handOverTo(null);
  Object.assign(patience, usual);
  for (const worker of workers.splice(0)) await worker.stop();
  await peer.down();
  for (const { queueId } of await listQueue()) await dropMessage(queueId);
});

function worker(): QueueWorker {
  const made = new QueueWorker({ now: () => new Date(Date.now() + shift), random: () => 0.5 });
  workers.push(made);
  return made;
}
/** `atHand`: as from SMTP, with its octets. */
async function send(count = 1, { atHand = false, from = 0 } = {}): Promise<void> {
  for (let n = from; n < from + count; n++) {
    const bytes = Buffer.from(`From: alice@crepes.fr\r\nSubject: ${n}\r\n\r\nHi\r\n`);
    const done = await submitMessage({
      ...{ accountId: alice.accountId, mailFrom: 'alice@crepes.fr', recipients: [{ address: `bob${n}@far.example` }] },
      ...{ blob: await putBlob(bytes), size: bytes.length, smtputf8: false, subject: '', record: false },
      ...(atHand ? { message: bytes } : {}),
    });
    expect(done.ok).toBe(true);
  }
}
const waiting = async () => (await listQueue()).map(({ state, lastStatus, lastText }) => [state, lastStatus, lastText]);

test.each([
  ['connected', /No connection to a mail server of far\.example/],
  ['greeted', /No connection to a mail server of far\.example/],
  ['data', /The connection to far\.example was lost/],
] as const)('a server that stalls when it is %s is left after a while, and tried again', async (hangs, words) => {
  Object.assign(patience, { greetingMs: 100, replyMs: 100, finalMs: 100 });
  peer.behaviour = { hangs };
  await send();
  await worker().drain();
  expect(await waiting()).toEqual([['pending', expect.stringMatching(/^4\.4\./), expect.stringMatching(words)]]);
  peer.behaviour = {};
  peer.messages.length = 0; // what hung after the message may have it: the window that the protocol leaves (RFC 1047)
  shift = hour;
  await workers[0]?.drain();
  expect(peer.messages).toHaveLength(1);
});

test('a clock that jumps forward while messages are being sent: none is sent twice by the same worker', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  peer.behaviour = { until: promise };
  await send(3);
  const only = worker();
  expect(await only.claim()).toBe(3);
  await expect.poll(() => peer.messages.length).toBe(3);
  shift = 24 * hour;
  expect(await only.claim()).toBe(0);
  resolve();
  await only.drain();
  expect(peer.messages).toHaveLength(3);
  expect(await waiting()).toEqual([]);
});

test('nor by another one, as long as the first lives; when it has died its leases are taken over', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  peer.behaviour = { until: promise };
  await send();
  const first = worker();
  const die = holdName(first.owner);
  expect(await first.claim()).toBe(1);
  await expect.poll(() => peer.messages.length).toBe(1);
  shift = 24 * hour;
  const second = worker();
  expect(await second.claim()).toBe(0);
  await die();
  await expect.poll(() => second.claim()).toBe(1);
  resolve();
  await Promise.all([first.drain(), second.drain()]);
  expect(await waiting()).toEqual([]);
});

test('a clock that jumps back loses nothing: what is due is sent when its time has come again', async () => {
  peer.behaviour = { rcpt: () => '451 4.3.0 later' };
  await send();
  shift = 2 * hour;
  const only = worker();
  await only.drain();
  shift = 0;
  peer.behaviour = {};
  await only.drain();
  expect(peer.messages).toEqual([]);
  shift = 2 * hour + 6 * 60_000;
  await only.drain();
  expect(peer.messages).toHaveLength(1);
});

test('a worker that was started holds its leases by its connection to Postgres', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  peer.behaviour = { until: promise };
  const stop = await startQueueWorker();
  try {
    await send();
    await expect.poll(() => peer.messages.length).toBe(1);
    const owner = crypto.randomUUID();
    const claim = () => claimDue({ owner, now: new Date(Date.now() + 24 * hour), leaseMs: 1000, limit: 10 });
    expect(await claim()).toEqual([]);
  } finally {
    resolve();
    await stop();
  }
});

test('what is handed in goes to the worker of the process at once, under its lease; nobody claims it', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  peer.behaviour = { until: promise };
  const [only, other] = [worker(), worker()];
  handOverTo((domains) => only.reserve(domains));
  await send(3, { atHand: true });
  await expect.poll(() => peer.messages.length).toBe(3);
  expect(await other.claim()).toBe(0);
  expect((await listQueue()).map(({ active }) => active)).toEqual([true, true, true]);
  resolve();
  await only.drain();
  expect(await waiting()).toEqual([]);
  expect(peer.messages).toHaveLength(3);
});

test('with more in hand for a domain than it takes soon, or a worker that stops, what comes in waits to be claimed', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  peer.behaviour = { until: promise };
  const only = worker();
  handOverTo((domains) => only.reserve(domains));
  await send(60, { atHand: true });
  const entries = await listQueue();
  const left = entries.filter(({ active }) => !active).length;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThan(30);
  const other = worker();
  resolve();
  await only.drain();
  await other.drain();
  expect(new Set(peer.messages.map(({ to }) => String(to))).size).toBe(60);
  expect(peer.messages).toHaveLength(60);
  await only.stop();
  await send(1, { atHand: true, from: 60 });
  expect((await listQueue()).map(({ active }) => active)).toEqual([false]);
});
