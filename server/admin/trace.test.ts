/** The story of a message, as administrators search for it and as its owners see it. */
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { submitMessage } from '#server/queue/submit.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { serveSmtp } from '#server/smtp/serve.ts';
import { flushEvents, forgetTraces, putBlob, type Account } from '#server/store/index.ts';
import { addAlias } from '#server/store/index.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import { startListener } from '../../test/harness/listener.ts';
import { startFakePeer, type FakePeer } from '../../test/transcripts/smtp/fake-peer.ts';
import { findTraces, traceStory, type TraceQuery } from './trace.ts';

let zone: ZoneServer;
let peer: FakePeer;
let smtp: Awaited<ReturnType<typeof startListener>>;
let alice: Account;
let later = 0;
let worker: QueueWorker;

beforeAll(async () => {
  peer = await startFakePeer();
  zone = await startZoneServer({ records: [{ name: 'far.example', type: 'A', data: '127.0.0.1' }] });
  Object.assign(process.env, {
    ...{ MAIL_HOSTNAME: 'crepes.fr', MAIL_DOMAIN: 'crepes.fr', DNS_SERVER: `127.0.0.1:${zone.port}`, POSTHORN_SECRET: 'of this test' },
    SMTP_REMOTE_PORT: String(peer.port),
  });
  forgetConfig();
  alice = await makeAccount('alice@crepes.fr', 'hungry');
  await makeAccount('bob@crepes.fr', 'hungry');
  await addAlias('fan@crepes.fr', ['fan@far.example']);
  smtp = await startListener(serveSmtp, 'smtp');
  worker = new QueueWorker({ now: () => new Date(Date.now() + later), random: () => 0.5 });
});
afterAll(async () => {
  await worker.stop();
  await smtp.stop();
  await peer.down();
  await zone.stop();
});

async function talk(text: string): Promise<void> {
  const socket = net.connect(smtp.port, '127.0.0.1').resume();
  const closed = once(socket, 'close');
  socket.write(text);
  await closed;
  await flushEvents();
}
async function find(query: TraceQuery) {
  const found = await findTraces(query);
  if (!found.ok) throw new Error(found.message);
  return found.value;
}
async function story(traceId: string | undefined) {
  const found = await traceStory(traceId ?? '');
  if (!found.ok) throw new Error(found.message);
  return found.value;
}

test('what came in: for each recipient where it went, and what was refused', async () => {
  await talk(
    'EHLO mail.far.example\r\nMAIL FROM:<Zoe@far.example>\r\nRCPT TO:<nobody@crepes.fr>\r\nRCPT TO:<bob+x@crepes.fr>\r\nRCPT TO:<fan@crepes.fr>\r\n' +
      'DATA\r\nMessage-ID: <m1@far.example>\r\nSubject: Pancakes 100%\r\n\r\nHi\r\n.\r\nQUIT\r\n',
  );
  const found = await find({ address: 'zoe@far.example' });
  expect(found.map(({ to, status, source }) => [to, status, source]).sort()).toEqual([
    ['bob+x@crepes.fr', 'delivered', 'smtp'],
    ['nobody@crepes.fr', 'refused', 'smtp'],
  ]);
  expect(found.find(({ status }) => status === 'refused')?.reply).toContain('550 5.1.1');
  // The forward has another sender (SRS), and is the same message.
  const both = await find({ messageId: '<m1@far.example>' });
  expect(both.map(({ to, source, status }) => [to, source, status]).sort()).toEqual([
    ['bob+x@crepes.fr', 'smtp', 'delivered'],
    ['fan@far.example', 'forward', 'queued'],
  ]);
  expect(new Set(both.map(({ traceId }) => traceId)).size).toBe(1);
  await worker.drain();
  expect((await find({ text: 'fan@far.example' })).map(({ status, reply }) => [status, reply])).toEqual([['sent', '250 2.0.0 taken']]);
  const { events } = await story(both[0]?.traceId);
  const seen = events.map(({ type, account, mailbox }) => [type, account, mailbox].join(' '));
  expect(seen.filter((one) => one.includes('bob'))).toEqual([
    'received bob@crepes.fr ',
    'authenticated bob@crepes.fr ',
    'judged bob@crepes.fr ',
    'delivered bob@crepes.fr INBOX',
  ]);
  expect(seen.filter((one) => !one.includes('bob'))).toEqual(['queued  ', 'sent  ']);
});

test('what is sent: submitted, each attempt with its reply and the next one, and the end', async () => {
  peer.behaviour = { rcpt: (address) => (address.startsWith('slow') && peer.messages.length < 9 ? '451 4.7.1 Greylisted' : '250 ok') };
  const bytes = Buffer.from('Message-ID: <s1@crepes.fr>\r\nFrom: alice@crepes.fr\r\nSubject: Menu\r\n\r\nHi\r\n');
  const recipients = ['slow@far.example', 'quick@far.example', 'bob@crepes.fr'].map((address) => ({ address }));
  const done = await submitMessage({
    ...{ accountId: alice.accountId, mailFrom: 'alice@crepes.fr', recipients, blob: await putBlob(bytes), size: bytes.length },
    ...{ smtputf8: false, subject: 'Menu', messageId: 's1@crepes.fr', record: false },
    via: { source: 'submission', traceId: 'anId', remote: '192.0.2.41', detail: { user: 'alice@crepes.fr', tls: 'TLSv1.3' } },
  });
  expect(done.ok).toBe(true);
  await worker.drain();
  const statuses = async () => Object.fromEntries((await find({ text: 's1@crepes.fr' })).map(({ to, status }) => [to, status]));
  expect(await statuses()).toEqual({ 'slow@far.example': 'deferred', 'quick@far.example': 'sent', 'bob@crepes.fr': 'delivered' });
  expect((await find({ text: 'crepes.fr', status: 'deferred' })).map(({ to }) => to)).toEqual(['slow@far.example']);
  peer.behaviour = {};
  later = 6 * 60_000;
  await worker.drain();
  expect(await statuses()).toMatchObject({ 'slow@far.example': 'sent' });
  const { events } = await story('anId');
  const mine = events.filter(({ account }) => account === 'alice@crepes.fr').map(({ type, detail }) => [type, detail.rcpt ?? null]);
  expect(mine[0]).toEqual(['submitted', null]);
  expect(mine.at(-1)).toEqual(['sent', 'slow@far.example']);
  expect(events.find(({ type }) => type === 'submitted')?.detail).toMatchObject({ remote: '192.0.2.41', tls: 'TLSv1.3' });
  const deferred = events.find(({ type }) => type === 'deferred');
  expect(deferred?.detail).toMatchObject({ host: 'far.example', code: 451, status: '4.7.1', reply: 'Greylisted', attempt: 1 });
  expect(Date.parse(String(deferred?.detail.next))).toBeGreaterThan(Date.now());
  // Bob's own part is not Alice's to see; that she submitted it and he got it is told once.
  expect(events.filter(({ account }) => account === 'bob@crepes.fr').map(({ type }) => type)).toEqual(['delivered']);
  expect(events.filter(({ type }) => type === 'delivered' || type === 'received')).toHaveLength(1);
});

test('pages, dates, and what is not understood', async () => {
  const all = await find({});
  expect(all.length).toBeGreaterThan(5);
  const first = await find({ limit: 2 });
  const second = await find({ limit: 2, before: first[1]?.traceNo });
  expect([...first, ...second].map(({ traceNo }) => traceNo)).toEqual(all.slice(0, 4).map(({ traceNo }) => traceNo));
  expect(await find({ since: new Date(Date.now() + 60_000) })).toEqual([]);
  expect((await find({ until: new Date(Date.now() + 60_000).toISOString() })).length).toBe(all.length);
  expect((await find({ text: '100%' })).every(({ subject }) => subject === 'Pancakes 100%')).toBe(true);
  expect(await findTraces({ since: 'yesterday-ish' })).toMatchObject({
    ok: false,
    message: 'The beginning is not a date such as 2026-11-21 or 2026-11-21T14:00.',
  });
  expect((await findTraces({ status: 'lost' as 'sent' })).ok).toBe(false);
  expect((await traceStory('no such')).ok).toBe(false);
});

test('after its time it is forgotten', async () => {
  expect(await forgetTraces(new Date(Date.now() - 3_600_000))).toBe(0);
  expect(await forgetTraces(new Date(Date.now() + 30 * 60_000))).toBeGreaterThan(10);
  expect(await find({})).toEqual([]);
});
