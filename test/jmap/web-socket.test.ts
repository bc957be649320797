/** JMAP over WebSocket (RFC 8887): the handshake, the example of §4.4, push, errors, limits, and how it ends. */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { makeSessionToken, sessionCookieName } from '#server/auth/session-token.ts';
import { endStreamsOfUser } from '#server/jmap/http/streams-of-user.ts';
import { countWebSockets } from '#server/jmap/http/web-socket.ts';
import { limits, maxWebSockets } from '#server/jmap/limits.ts';
import { sessionResource, webSocketPath } from '#server/jmap/session.ts';
import { endEventStreams } from '#server/net/event-streams.ts';
import { createAppPassword, listAppPasswords, revokeAppPassword } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';
import { startJmapServer, type JmapServer } from './http-server.ts';

process.env.POSTHORN_SECRET ??= randomBytes(32).toString('hex');
const core = 'urn:ietf:params:jmap:core';
const basic = { authorization: `Basic ${Buffer.from('bob@hamburger.edu:hungry').toString('base64')}` };
let server: JmapServer;
let bob: TestUser;
const open: Client[] = [];
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu');
  server = await startJmapServer();
});
afterEach(async () => {
  for (const client of open.splice(0)) client.socket.terminate();
  await expect.poll(countWebSockets).toBe(0);
});
afterAll(() => server.stop());

type Message = Record<string, unknown> & { '@type': string };

/** Messages are taken in the order in which they came. */
class Client {
  readonly socket: WebSocket;
  readonly ended: Promise<{ code: number }>;
  readonly #messages: Message[] = [];

  constructor(headers: Record<string, string>, protocols: string[] = ['jmap'], path = webSocketPath) {
    this.socket = new WebSocket(`${server.origin.replace('http', 'ws')}${path}`, protocols, { headers });
    this.socket.on('message', (data: Buffer) => this.#messages.push(JSON.parse(data.toString()) as Message));
    this.ended = new Promise((resolve) => this.socket.on('close', (code) => resolve({ code })));
    open.push(this);
  }

  /** The status with which the handshake was refused, or 101. */
  status(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.socket.on('open', () => resolve(101));
      this.socket.on('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
      this.socket.on('error', reject);
    });
  }

  send(message: object | string): void {
    this.socket.send(typeof message === 'string' ? message : JSON.stringify(message));
  }

  async next(): Promise<Message> {
    await expect.poll(() => this.#messages.length).toBeGreaterThan(0);
    return this.#messages.shift() as Message;
  }

  /** Everything sent before this has been answered when it is answered, as a look at the account comes first for all. */
  get waiting(): readonly Message[] {
    return this.#messages;
  }
}

async function connect(headers: Record<string, string> = basic): Promise<Client> {
  const client = new Client(headers);
  expect(await client.status()).toBe(101);
  return client;
}
const echo = (id: string | undefined, hello: unknown) => ({
  ...{ '@type': 'Request', using: [core], methodCalls: [['Core/echo', { hello }, 'b3ff']] },
  ...(id === undefined ? {} : { id }),
});

test('the session says where it is (§3)', async () => {
  const of = async (origin: string) => (await sessionResource(bob.user, origin)).capabilities['urn:ietf:params:jmap:websocket'];
  expect(await of('https://mail.hamburger.edu')).toEqual({ url: 'wss://mail.hamburger.edu/api/jmap/ws', supportsPush: true });
  expect(await of('http://localhost:8080')).toEqual({ url: 'ws://localhost:8080/api/jmap/ws', supportsPush: true });
});

test('the handshake: jmap and nothing else, who one is, and from our own pages where a cookie says it', async () => {
  const client = await connect();
  expect(client.socket.protocol).toBe('jmap');
  expect(await new Client(basic, ['mqtt', 'jmap']).status()).toBe(101);
  expect(await new Client(basic, ['mqtt']).status()).toBe(400);
  expect(await new Client(basic, []).status()).toBe(400);
  expect(await new Client(basic, ['jmap'], '/elsewhere').status()).toBe(404);
  expect(await new Client({}).status()).toBe(401);
  expect(await new Client({ authorization: `Basic ${Buffer.from('bob@hamburger.edu:thirsty').toString('base64')}` }).status()).toBe(401);
  const cookie = `${sessionCookieName}=${await makeSessionToken(bob.user)}`;
  expect(await new Client({ cookie, origin: server.origin }).status()).toBe(101);
  expect(await new Client({ cookie, origin: 'https://evil.example' }).status()).toBe(403);
  expect(await new Client({ cookie }).status()).toBe(403);
});

test('the example of §4.4: push since a state, an echo, what is no JSON, new mail', async () => {
  const { state } = await bob.call('Email/get', { ids: [] });
  const { id: archive } = await bob.mailbox('archive');
  await bob.call('Mailbox/set', { update: { [archive]: { isSubscribed: false } } });
  const client = await connect();
  client.send({ '@type': 'WebSocketPushEnable', dataTypes: ['Mailbox', 'Email', 'Nonsense'], pushState: state });
  const missed = await client.next();
  expect(missed).toEqual({
    ...{ '@type': 'StateChange', changed: { [bob.id]: { Mailbox: missed.pushState } } },
    pushState: expect.any(String),
  });
  client.send(echo('R1', true));
  expect(await client.next()).toEqual({
    ...{ '@type': 'Response', requestId: 'R1', methodResponses: [['Core/echo', { hello: true }, 'b3ff']] },
    sessionState: expect.any(String),
  });
  client.send('The quick brown fox jumps\n over the lazy dog.');
  expect(await client.next()).toMatchObject({
    ...{ '@type': 'RequestError', requestId: null, type: 'urn:ietf:params:jmap:error:notJSON', status: 400 },
    detail: expect.any(String),
  });
  await bob.receive(letter({ subject: 'Pushed' }));
  const { state: now } = await bob.call('Email/get', { ids: [] });
  expect(await client.next()).toEqual({
    ...{ '@type': 'StateChange', changed: { [bob.id]: { Mailbox: now, Email: now } } },
    pushState: now,
  });
});

test('nothing is pushed unasked, nor when it is no longer wanted; all types when none are named', async () => {
  const client = await connect();
  await bob.receive(letter({ subject: 'Unasked' }));
  client.send({ '@type': 'WebSocketPushEnable', dataTypes: null });
  client.send(echo('1', 1)); // answered: push has been turned on before
  expect(await client.next()).toMatchObject({ requestId: '1' });
  await bob.receive(letter({ subject: 'Asked' }));
  const { changed } = (await client.next()) as unknown as { changed: Record<string, object> };
  expect(Object.keys(changed[bob.id] ?? {}).sort()).toEqual(['Email', 'EmailDelivery', 'Mailbox', 'Quota', 'Thread']);
  client.send({ '@type': 'WebSocketPushDisable' });
  client.send(echo('2', 2));
  expect(await client.next()).toMatchObject({ requestId: '2' });
  await bob.receive(letter({ subject: 'No longer' }));
  const other = await connect();
  const { state } = await bob.call('Email/get', { ids: [] });
  other.send({ '@type': 'WebSocketPushEnable', dataTypes: ['Email'], pushState: String(Number(state) - 1) });
  expect(await other.next()).toMatchObject({ pushState: state }); // whoever listens has heard of it by now
  expect(client.waiting).toEqual([]);
});

test('many requests at once are all answered, each under its id; without an id none comes back', async () => {
  const client = await connect();
  for (let n = 0; n < 10; n++) client.send(echo(`R${n}`, n));
  const answers = [];
  for (let n = 0; n < 10; n++) answers.push(await client.next());
  expect(new Map(answers.map(({ requestId, methodResponses }) => [requestId, methodResponses]))).toEqual(
    new Map(Array.from({ length: 10 }, (_one, n) => [`R${n}`, [['Core/echo', { hello: n }, 'b3ff']]])),
  );
  client.send(echo(undefined, 'x'));
  expect(await client.next()).not.toHaveProperty('requestId');
});

test('a message in many frames is one', async () => {
  const client = await connect();
  const text = JSON.stringify(echo('F', 'ä'.repeat(3000)));
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += 1001)
    client.socket.send(bytes.subarray(at, at + 1001), { binary: false, fin: at + 1001 >= bytes.length });
  expect(await client.next()).toMatchObject({ requestId: 'F', methodResponses: [['Core/echo', { hello: 'ä'.repeat(3000) }, 'b3ff']] });
});

test.each([
  ['another type', { '@type': 'Foo', id: 'x' }, 'notRequest'],
  ['no type', { using: [core], methodCalls: [], id: 'x' }, 'notRequest'],
  ['a list', [], 'notRequest'],
  ['no calls', { '@type': 'Request', id: 'x', using: [core] }, 'notRequest'],
  ['an unknown capability', { '@type': 'Request', id: 'x', using: ['urn:x'], methodCalls: [] }, 'unknownCapability'],
  ['data types that are no list', { '@type': 'WebSocketPushEnable', id: 'x', dataTypes: 'Email' }, 'notRequest'],
])('%s is a RequestError, and the connection goes on', async (_what, message, type) => {
  const client = await connect();
  client.send(message);
  const requestId = Array.isArray(message) ? null : 'x';
  expect(await client.next()).toMatchObject({
    '@type': 'RequestError',
    requestId,
    type: `urn:ietf:params:jmap:error:${type}`,
    status: 400,
  });
  client.send(echo('after', 1));
  expect(await client.next()).toMatchObject({ requestId: 'after' });
});

test('too large a request is refused by name; a binary frame ends the connection', async () => {
  const client = await connect();
  client.send(`"${' '.repeat(limits.maxSizeRequest)}"`);
  expect(await client.next()).toMatchObject({ type: 'urn:ietf:params:jmap:error:limit', limit: 'maxSizeRequest' });
  client.socket.send(Buffer.from('{}'), { binary: true });
  expect(await client.ended).toEqual({ code: 1003 });
});

test('answers that nobody reads count as requests that go on, until they are read or the connection ends', async () => {
  const [idle, other] = [await connect(), await connect()];
  const answered = async () => {
    other.send(echo('other', 1));
    return (await other.next())['@type'];
  };
  for (const end of [() => idle.socket.resume(), () => idle.socket.terminate()]) {
    idle.socket.pause();
    for (let n = 0; n < 40; n++) idle.send(echo(`R${n}`, 'x'.repeat(2_000_000)));
    await expect.poll(answered).toBe('RequestError');
    end();
    await expect.poll(answered).toBe('Response');
  }
});

test('who sends without an end and never reads is put out', async () => {
  const idle = await connect();
  idle.socket.pause();
  const nonsense = JSON.stringify({ '@type': 'x'.repeat(1000), id: 'x'.repeat(50_000) });
  const send = () => {
    if (idle.socket.bufferedAmount < 10_000_000) for (let n = 0; n < 500; n++) idle.send(nonsense);
    return countWebSockets();
  };
  await expect.poll(send, { interval: 20 }).toBe(0);
});

test('so many connections of one user and no more', async () => {
  for (let n = 0; n < maxWebSockets; n++) await connect();
  expect(await new Client(basic).status()).toBe(429);
  open.pop()?.socket.terminate();
  open.pop()?.socket.terminate();
  await expect.poll(countWebSockets).toBeLessThan(maxWebSockets);
  await connect();
});

test('it ends with its credentials, at a log-out, and when the server stops', async () => {
  const token = randomBytes(20).toString('hex');
  await createAppPassword(bob.user.userId, { label: 'socket', lookup: createHash('sha256').update(token).digest() });
  const byToken = await connect({ authorization: `Bearer ${token}` });
  const byPassword = await connect();
  for (const { appId } of await listAppPasswords(bob.user.userId)) await revokeAppPassword(bob.user.userId, appId);
  byToken.send(echo('late', 1));
  expect(await byToken.ended).toEqual({ code: 1008 });
  endStreamsOfUser(bob.user.userId);
  expect(await byPassword.ended).toEqual({ code: 1008 });
  const last = await connect();
  endEventStreams();
  expect(await last.ended).toEqual({ code: 1001 });
});
