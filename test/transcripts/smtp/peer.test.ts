/** What is said to other servers, over real sockets: extensions used when they are offered, and nothing given away. */
import { writeFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { startZoneServer, type ZoneServer } from '#server/dns/zone-server.ts';
import { submitMessage, type SubmitRequest } from '#server/queue/submit.ts';
import { QueueWorker } from '#server/queue/worker.ts';
import { database } from '#server/store/database.ts';
import { dropMessage, listQueue, putBlob, type Account } from '#server/store/index.ts';
import { makeAccount } from '../../harness/accounts.ts';
import { makeAuthority } from '../../harness/certificates.ts';
import { inboxTexts } from '../../harness/inbox.ts';
import { startFakePeer, type Behaviour, type FakePeer } from './fake-peer.ts';

let authority: Awaited<ReturnType<typeof makeAuthority>>;
let zone: ZoneServer;
let peer: FakePeer;
let alice: Account;
let worker: QueueWorker;
const dsnPeer = ['PIPELINING', '8BITMIME', 'DSN'];

beforeAll(async () => {
  authority = await makeAuthority();
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'posthorn-ca-')), 'ca.pem');
  writeFileSync(file, authority.cert);
  zone = await startZoneServer({ records: [{ name: 'plain.example', type: 'A', data: '127.0.0.1' }] });
  Object.assign(process.env, {
    MAIL_HOSTNAME: 'crepes.fr',
    MAIL_DOMAIN: 'crepes.fr',
    DNS_SERVER: `127.0.0.1:${zone.port}`,
    TLS_TRUSTED_CA: file,
  });
  forgetConfig();
  alice = await makeAccount('alice@crepes.fr', 'hungry');
});
afterAll(() => zone.stop());
beforeEach(async () => {
  await database().pool.query('truncate destination, suppression');
  peer = await startFakePeer();
  process.env.SMTP_REMOTE_PORT = String(peer.port);
  forgetConfig();
  worker = new QueueWorker({ random: () => 0.5 });
});
afterEach(async () => {
  delete process.env.SMTP_ROUTES;
  await worker.stop();
  await peer.down();
  for (const { queueId } of await listQueue()) await dropMessage(queueId);
});

async function send(
  behaviour: Behaviour,
  request: Partial<SubmitRequest> = {},
  text = 'From: alice@crepes.fr\r\nSubject: Hello\r\n\r\nHi\r\n',
) {
  peer.behaviour = behaviour;
  const bytes = Buffer.from(text);
  const done = await submitMessage({
    ...{ accountId: alice.accountId, mailFrom: 'alice@crepes.fr', recipients: [{ address: 'bob@plain.example' }] },
    ...{ blob: await putBlob(bytes), size: bytes.length, smtputf8: false, subject: 'Hello', record: false, ...request },
  });
  if (!done.ok) throw new Error(done.reason);
  await worker.drain();
}
const said = (word: string) => peer.said.filter((line) => line.startsWith(word));
const lastReplies = async () => (await listQueue()).map(({ lastStatus, lastText }) => [lastStatus, lastText]);

test('smuggling out: every line leaves with CRLF, every dot stuffed, in one message', async () => {
  const lookalikes = ['\n.\n', '\n.\r\n', '\r\n.\n', '\r.\r', '\r\n.\r', '\r.\r\n', '\r\n.\r\n'];
  const text = `From: alice@crepes.fr\r\nSubject: x\r\n\r\n${lookalikes.map((one) => `a${one}MAIL FROM:<evil@crepes.fr>`).join('')}`;
  await send({}, {}, text);
  expect(said('MAIL')).toHaveLength(1);
  expect(peer.messages).toHaveLength(1);
  const { data } = peer.messages[0] ?? { data: '' };
  expect(data.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  expect(data.split('\r\n').filter((line) => line === '.')).toHaveLength(lookalikes.length);
});

test('DSN goes along where it is offered, each recipient with its own wishes', async () => {
  const recipients = [
    { address: 'bob@plain.example', notify: 'SUCCESS,FAILURE', orcpt: 'rfc822;bob+lists@b.example' },
    { address: 'carol@plain.example', notify: 'NEVER' },
    { address: 'dave@plain.example' },
  ];
  const before = (await inboxTexts('alice@crepes.fr')).length;
  await send({ extensions: dsnPeer }, { recipients, ret: 'HDRS', envId: 'a=1 ü' });
  expect(said('MAIL')[0]).toBe('MAIL FROM:<alice@crepes.fr> RET=HDRS ENVID=a+3D1+20+C3+BC');
  expect(said('RCPT')).toEqual([
    'RCPT TO:<bob@plain.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bob+2Blists@b.example',
    'RCPT TO:<carol@plain.example> NOTIFY=NEVER',
    'RCPT TO:<dave@plain.example>',
  ]);
  expect((await inboxTexts('alice@crepes.fr')).length).toBe(before); // the other server tells
});

test('where DSN is not offered, success is told as far as it is known; NEVER is never', async () => {
  const before = (await inboxTexts('alice@crepes.fr')).length;
  await send({}, { recipients: [{ address: 'bob@plain.example', notify: 'SUCCESS' }, { address: 'carol@plain.example' }] });
  const [notice = '', ...more] = (await inboxTexts('alice@crepes.fr')).slice(before);
  expect(more).toEqual([]);
  expect(notice).toContain(
    'Final-Recipient: rfc822; bob@plain.example\r\nAction: relayed\r\nStatus: 2.0.0\r\nRemote-MTA: dns; plain.example\r\n',
  );
  expect(said('MAIL')[0]).toBe('MAIL FROM:<alice@crepes.fr>');
  await send({ rcpt: () => '550 5.1.1 nobody' }, { recipients: [{ address: 'nobody@plain.example', notify: 'NEVER' }] });
  expect((await inboxTexts('alice@crepes.fr')).length).toBe(before + 1);
});

test('RET=FULL brings the whole message back, otherwise its header', async () => {
  for (const [ret, body] of [
    ['FULL', true],
    ['HDRS', false],
  ] as const) {
    await send({ rcpt: () => '550 5.1.1 nobody' }, { ret }, 'From: alice@crepes.fr\r\nSubject: Back\r\n\r\nthe whole story\r\n');
    const notice = (await inboxTexts('alice@crepes.fr')).at(-1) ?? '';
    expect(notice).toContain('Subject: Back');
    expect(notice.includes('the whole story')).toBe(body);
    expect(notice).toContain(body ? 'Content-Type: message/rfc822' : 'Content-Type: text/rfc822-headers');
  }
});

test('a notice holds no megabytes, whatever was asked for', async () => {
  const text = `From: alice@crepes.fr\r\nSubject: Huge\r\n\r\n${`${'x'.repeat(70)}\r\n`.repeat(20_000)}the end\r\n`;
  await send({ rcpt: () => '550 5.1.1 nobody' }, { ret: 'FULL' }, text);
  const notice = (await inboxTexts('alice@crepes.fr')).at(-1) ?? '';
  expect(notice).toContain('Content-Type: text/rfc822-headers\r\n\r\nFrom: alice@crepes.fr\r\nSubject: Huge\r\n');
  expect(notice.length).toBeLessThan(4000);
});

test('a notice to a sender in other letters goes by SMTPUTF8, or not at all', async () => {
  const asked = { mailFrom: 'jörg@plain.example', recipients: [{ address: 'bob@nowhere.example' }] };
  await send({ extensions: ['8BITMIME', 'SMTPUTF8'] }, asked);
  expect(said('MAIL').map((line) => line.split(' ').filter((word) => !word.startsWith('BODY')))).toEqual([['MAIL', 'FROM:<>', 'SMTPUTF8']]);
  // The peer of the test reads octets.
  expect(said('RCPT').map((line) => Buffer.from(line, 'latin1').toString())).toEqual(['RCPT TO:<jörg@plain.example>']);
  await worker.stop();
  worker = new QueueWorker({ random: () => 0.5 });
  await send({ extensions: ['8BITMIME'] }, asked);
  expect([peer.messages.length, await listQueue()]).toEqual([1, []]);
});

test('a server that takes two recipients at once and two messages in a connection gets no more', async () => {
  const recipients = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ address: `${name}@plain.example` }));
  await send({ extensions: ['PIPELINING', 'LIMITS RCPTMAX=2 MAILMAX=2'] }, { recipients });
  await worker.drain();
  expect(peer.messages.map(({ to }) => to.length)).toEqual([2, 2, 1]);
  expect(peer.messages.flatMap(({ to }) => to).toSorted()).toEqual(recipients.map(({ address }) => address));
  expect(peer.connections).toBe(2);
  expect(await listQueue()).toEqual([]);
});

test('a message larger than the server takes is not sent at all', async () => {
  await send({ extensions: ['SIZE 40', 'PIPELINING'] });
  expect(said('MAIL')).toEqual([]);
  expect((await inboxTexts('alice@crepes.fr')).at(-1)).toContain('that server takes 40 at most');
});

test('without PIPELINING each command waits for its answer; a refused sender is the end', async () => {
  await send({ extensions: [] });
  expect(peer.messages).toHaveLength(1);
  await send({ extensions: ['PIPELINING'], rcpt: () => '451 4.7.1 later' });
  expect(await lastReplies()).toEqual([['4.7.1', 'later']]);
});

test('REQUIRETLS: only to a server that shows the right certificate and promises the same', async () => {
  const { issue } = authority;
  const right = await issue({ names: ['plain.example'] });
  await send({ extensions: ['REQUIRETLS'], tls: right }, { requireTls: true });
  expect(said('MAIL')[0]).toBe('MAIL FROM:<alice@crepes.fr> REQUIRETLS');
  expect(peer.messages).toHaveLength(1);
  await worker.stop();
  worker = new QueueWorker({ random: () => 0.5 });
  await send({ extensions: [], tls: right }, { requireTls: true });
  expect((await inboxTexts('alice@crepes.fr')).at(-1)).toContain('Status: 5.7.30\r\n');
  for (const tls of [await issue({ names: ['other.example'] }), await issue({ names: ['plain.example'], expired: true }), undefined]) {
    await worker.stop();
    worker = new QueueWorker({ random: () => 0.5 });
    await send({ extensions: ['REQUIRETLS'], ...(tls ? { tls } : {}) }, { requireTls: true });
    expect((await lastReplies()).at(-1)?.[1]).toMatch(/certificate|STARTTLS/);
    for (const { queueId } of await listQueue()) await dropMessage(queueId);
  }
  expect(peer.messages).toHaveLength(1);
});

test('an address in quotes arrives as it is, whatever it holds', async () => {
  await send({}, { recipients: [{ address: '"b>o<b"@plain.example' }] });
  expect(said('RCPT')).toEqual(['RCPT TO:<"b>o<b"@plain.example>']);
});

test('a notice about what demanded TLS demands it too, holds no more than its header, and is not lost where nobody promises TLS', async () => {
  const tls = await authority.issue({ names: ['plain.example'] });
  const text = 'From: alice@crepes.fr\r\nSubject: Secret\r\n\r\nthe secret\r\n';
  const asked = { mailFrom: 'back@plain.example', recipients: [{ address: 'bob@nowhere.example' }], requireTls: true, ret: 'FULL' };
  for (const extensions of [['REQUIRETLS'], []]) {
    await send({ extensions, tls }, asked, text);
    await worker.stop();
    worker = new QueueWorker({ random: () => 0.5 });
  }
  expect(said('MAIL')).toEqual(['MAIL FROM:<> REQUIRETLS', 'MAIL FROM:<>']);
  for (const { data } of peer.messages) {
    expect(data).toContain('Subject: Secret');
    expect(data).not.toContain('the secret');
  }
});

test('opportunistic TLS takes any certificate', async () => {
  await send({ tls: await authority.issue({ names: ['other.example'], expired: true }) });
  expect(peer.messages).toHaveLength(1);
  expect(said('EHLO')).toHaveLength(2);
});

test('what a server, or somebody between, says in clear text behind its 220 to STARTTLS ends the connection', async () => {
  await send({ tls: await authority.issue({ names: ['plain.example'] }), injects: '250 2.0.0 taken\r\n' }, { requireTls: true });
  expect(peer.messages).toEqual([]);
  expect((await lastReplies())[0]?.[1]).toContain('said more after its answer to STARTTLS');
});

test('a smarthost with a log-in, whose password never leaves in clear text', async () => {
  const login = { user: 'posthorn', password: 'p@ss word' };
  const route = async (host: string) => {
    process.env.SMTP_ROUTES = `plain.example=smtp://posthorn:p%40ss%20word@${host}:${peer.port}`;
    forgetConfig();
    await database().pool.query('truncate destination');
    await worker.stop();
    worker = new QueueWorker({ random: () => 0.5 });
  };
  await route('127.0.0.1');
  await send({ login });
  expect(peer.messages).toHaveLength(1);
  await route('127.0.0.1');
  await send({ login: { ...login, password: 'another' } });
  expect((await lastReplies())[0]?.[1]).toContain('it refused the log-in: 535');
  for (const { queueId } of await listQueue()) await dropMessage(queueId);
  peer.said.length = 0;
  await route('localhost.plain.example');
  zone.records.push({ name: 'localhost.plain.example', type: 'A', data: '127.0.0.1' });
  await send({ login });
  expect((await lastReplies())[0]?.[1]).toContain('STARTTLS');
  expect(said('AUTH')).toEqual([]);
  for (const { queueId } of await listQueue()) await dropMessage(queueId);
  await database().pool.query('truncate destination');
  await send({ login, tls: await authority.issue({ names: ['localhost.plain.example'] }) });
  await worker.stop();
  worker = new QueueWorker({ random: () => 0.5 });
  await send({ login, tls: await authority.issue({ names: ['localhost.plain.example'] }) });
  expect(peer.messages).toHaveLength(2);
});
