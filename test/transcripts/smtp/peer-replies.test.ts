/** Servers whose replies are odd, late, too many or cut off: what is taken for an answer, and what is said again. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { handOverTo } from '#server/queue/hand-over.ts';
import { submitMessage } from '#server/queue/submit.ts';
import { memory, QueueWorker } from '#server/queue/worker.ts';
import { database } from '#server/store/database.ts';
import { dropMessage, listQueue, putBlob, removeAccount, type Account } from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { inboxTexts } from '../../harness/inbox.ts';
import { startFakePeer, type FakePeer } from './fake-peer.ts';

let zone: ZoneServer;
let peer: FakePeer;
let alice: Account;
let worker: QueueWorker;
const hour = 3_600_000;
const usualOctets = memory.octets;
let shift = 0;

beforeAll(async () => {
  zone = await startZoneServer({ records: [{ name: 'odd.example', type: 'A', data: '127.0.0.1' }] });
  Object.assign(process.env, { MAIL_HOSTNAME: 'crepes.fr', MAIL_DOMAIN: 'crepes.fr', DNS_SERVER: `127.0.0.1:${zone.port}` });
  forgetConfig();
  alice = await makeAccount('alice@crepes.fr', 'hungry');
});
afterAll(() => zone.stop());
beforeEach(async () => {
  await database().pool.query('truncate destination, suppression');
  peer = await startFakePeer();
  process.env.SMTP_REMOTE_PORT = String(peer.port);
  forgetConfig();
  shift = 0;
  worker = new QueueWorker({ now: () => new Date(Date.now() + shift), random: () => 0.5 });
});
afterEach(async () => {
  handOverTo(null);
  memory.octets = usualOctets;
  await worker.stop();
  await peer.down();
  for (const { queueId } of await listQueue()) await dropMessage(queueId);
});

const bytes = Buffer.from('From: alice@crepes.fr\r\nSubject: Hello\r\n\r\nHi\r\n');
async function hand(names: string[], atHand?: Buffer): Promise<void> {
  const done = await submitMessage({
    ...{ accountId: alice.accountId, mailFrom: 'alice@crepes.fr', recipients: names.map((name) => ({ address: `${name}@odd.example` })) },
    ...{ blob: await putBlob(bytes), size: bytes.length, smtputf8: false, subject: 'Hello', record: false },
    ...(atHand ? { message: atHand } : {}),
  });
  expect(done.ok).toBe(true);
}
async function send(...names: string[]): Promise<void> {
  await hand(names);
  await worker.drain();
}
const left = async () => (await listQueue()).map(({ recipient, lastCode, lastStatus }) => [recipient.split('@')[0], lastCode, lastStatus]);
const notices = async () => (await inboxTexts('alice@crepes.fr')).filter((text) => text.includes('Action: failed'));
const plain = ['8BITMIME'];

test.each([['PIPELINING'], ['8BITMIME']])('250 in answer to DATA is no delivery (%s)', async (extension) => {
  peer.behaviour = { extensions: [extension], answer: (line) => (line === 'DATA' ? '250 2.0.0 all is well' : undefined) };
  await send('bob');
  expect(await left()).toEqual([['bob', 451, '4.4.2']]);
  peer.behaviour = {};
  shift = hour;
  await worker.drain();
  expect(peer.messages).toHaveLength(1);
});

test.each([['PIPELINING'], ['8BITMIME']])(
  'who refuses the sender for good and hangs up has refused it for good (%s)',
  async (extension) => {
    const before = (await notices()).length;
    peer.behaviour = {
      ...{ extensions: [extension], dropAfterAnswer: true },
      answer: (line) => (line.startsWith('MAIL') ? '550 5.7.1 not from you' : undefined),
    };
    await send('bob', 'carol');
    expect(await left()).toEqual([]);
    const told = (await notices()).slice(before);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('Diagnostic-Code: smtp; 550 5.7.1 not from you');
  },
);

test.each([['PIPELINING'], ['8BITMIME']])(
  'what was refused before it hung up stays refused, the others are tried again (%s)',
  async (extension) => {
    const before = (await notices()).length;
    peer.behaviour = {
      extensions: [extension],
      answer: (line) => (line === 'DATA' ? null : line.startsWith('RCPT TO:<nobody') ? '550 5.1.1 no such user' : undefined),
    };
    await send('nobody', 'bob');
    expect(await left()).toEqual([['bob', 451, '4.4.2']]);
    expect((await notices()).length).toBe(before + 1);
    peer.behaviour = {};
    shift = hour;
    await worker.drain();
    expect(peer.messages.map(({ to }) => to)).toEqual([['bob@odd.example']]);
  },
);

test.each([
  ['452 4.5.3 too many recipients', ['PIPELINING']],
  ['452 too many', plain],
  ['552 too many', plain],
])('“%s” after some were taken: the others follow with the next message, at once', async (reply, extensions) => {
  let taken = 0;
  peer.behaviour = {
    extensions,
    answer: (line) => {
      if (line.startsWith('MAIL')) taken = 0;
      return line.startsWith('RCPT') && ++taken > 2 ? reply : undefined;
    },
  };
  await send('a', 'b', 'c', 'd', 'e');
  expect(peer.messages.map(({ to }) => to.length)).toEqual([2, 2, 1]);
  expect(peer.connections).toBe(1);
  expect(await left()).toEqual([]);
});

test('a full mailbox among others is no “too many”: it is tried again by the schedule', async () => {
  peer.behaviour = { rcpt: (address) => (address.startsWith('full') ? '452 4.2.2 mailbox full' : '250 ok') };
  await send('bob', 'full');
  expect(peer.messages).toHaveLength(1);
  expect(await left()).toEqual([['full', 452, '4.2.2']]);
});

test('a kept connection over which the server has said good-bye is not used for the next message', async () => {
  let messages = 0;
  peer.behaviour = { data: () => (++messages === 1 ? '250 2.0.0 taken\r\n421 4.3.2 closing' : '250 2.0.0 taken') };
  await send('bob');
  await send('carol');
  expect(peer.messages).toHaveLength(2);
  expect(peer.connections).toBe(2);
  expect(await left()).toEqual([]);
});

test.each([
  ['421 as its first word', '421 4.4.2 idle for too long'],
  ['no word at all', null],
])('a kept connection that ends when it is used again (%s) is no failed attempt', async (_what, answer) => {
  await send('bob');
  peer.behaviour = { answer: (line) => (line.startsWith('MAIL') && peer.connections === 1 ? answer : undefined), dropAfterAnswer: true };
  await send('carol');
  expect(peer.messages.map(({ to }) => to)).toEqual([['bob@odd.example'], ['carol@odd.example']]);
  expect(await left()).toEqual([]);
  expect((await database().pool.query('select from destination where failures > 0')).rowCount).toBe(0);
});

test('a 421 to the first message of a connection is its answer', async () => {
  peer.behaviour = { answer: (line) => (line.startsWith('MAIL') ? '421 4.3.2 not now' : undefined), dropAfterAnswer: true };
  await send('bob');
  expect(await left()).toEqual([['bob', 421, '4.3.2']]);
});

test('a notice that could not be written is no reason to send again to who has it', async () => {
  peer.behaviour = { rcpt: (address) => (address.startsWith('nobody') ? '550 5.1.1 no such user' : '250 ok') };
  await database().pool.query(`
    create sequence once_only;
    create function fail_once() returns trigger language plpgsql as $$ begin
      if nextval('once_only') = 1 then raise exception 'notFound' using errcode = 'PH001'; end if;
      return new;
    end $$;
    create trigger fail_once before insert on email for each row execute function fail_once()`);
  const before = (await notices()).length;
  try {
    await send('bob', 'nobody');
  } finally {
    await database().pool.query('drop function fail_once cascade; drop sequence once_only');
  }
  expect(await left()).toEqual([]);
  shift = hour;
  await worker.drain();
  expect(peer.messages).toHaveLength(1);
  expect((await notices()).length).toBe(before + 1);
});

test('what a removed account had sent from its mailbox leaves once, although nobody is there to be told', async () => {
  await makeAccount('admin@crepes.fr', 'hungry', { isAdmin: true }); // the last one stays
  const dora = await makeAccount('dora@crepes.fr', 'hungry');
  const { promise, resolve } = Promise.withResolvers<void>();
  peer.behaviour = { until: promise };
  const done = await submitMessage({
    ...{ accountId: dora.accountId, mailFrom: 'dora@crepes.fr', recipients: [{ address: 'bob@odd.example' }], subject: 'Hello' },
    ...{ blob: await putBlob(bytes), size: bytes.length, smtputf8: false, emailId: 1, threadId: 1, identityId: 1, record: true },
  });
  expect(done.ok).toBe(true);
  const sending = worker.drain();
  await expect.poll(() => peer.messages.length).toBe(1);
  expect((await removeAccount(dora.accountId)).ok).toBe(true);
  resolve();
  await sending;
  expect(await left()).toEqual([]);
  expect(peer.messages).toHaveLength(1);
});

test('of what is handed in for a slow server as much waits in memory as may, the rest is read again; all is sent', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  peer.behaviour = { until: promise };
  memory.octets = 3 * bytes.length;
  handOverTo((domains) => worker.reserve(domains));
  // The octets at hand tell themselves apart from those of the blob.
  for (let n = 0; n < 8; n++) await hand([`bob${n}`], Buffer.from(String(bytes).replace('Hi', 'hi')));
  resolve();
  await worker.drain();
  expect(await left()).toEqual([]);
  const bodies = peer.messages.map(({ data }) => data.slice(-4, -2));
  expect(bodies.filter((body) => body === 'hi')).toHaveLength(3);
  expect(bodies.filter((body) => body === 'Hi')).toHaveLength(5);
  await hand(['carol'], Buffer.from(String(bytes).replace('Hi', 'hi')));
  await worker.drain();
  expect(peer.messages.at(-1)?.data.slice(-4, -2)).toBe('hi'); // what was sent has given its room back
});
