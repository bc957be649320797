/** JMAP over real HTTP: authentication, origins, upload, download, push, and a client that we did not write. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import { json as readJson } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { makeSessionToken, sessionCookieName } from '#server/auth/session-token.ts';
import { answerEventSource, countStreams } from '#server/jmap/http/event-source.ts';
import { endStreamsOfUser } from '#server/jmap/http/streams-of-user.ts';
import { limits, maxSizeUpload } from '#server/jmap/limits.ts';
import { countEventStreams, endEventStreams } from '#server/net/event-streams.ts';
import { createAppPassword, endSessions, setGrant } from '#server/store/index.ts';
import { letter, TestUser } from './client.ts';
import { startJmapServer, type JmapServer } from './http-server.ts';

process.env.POSTHORN_SECRET ??= randomBytes(32).toString('hex');
let server: JmapServer;
let bob: TestUser;
let cookie: string;
const basic = { authorization: `Basic ${Buffer.from('bob@hamburger.edu:hungry').toString('base64')}` };
const echo = JSON.stringify({ using: ['urn:ietf:params:jmap:core'], methodCalls: [['Core/echo', { hello: true }, 'a']] });

beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu');
  server = await startJmapServer();
});
beforeEach(async () => {
  cookie = `${sessionCookieName}=${await makeSessionToken(bob.user)}`;
});
afterAll(() => server.stop());

const post = (headers: Record<string, string>, body: BodyInit = echo) =>
  fetch(`${server.origin}/api/jmap`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

describe('who may call', () => {
  test('nobody: 401 with a challenge, but not for a browser', async () => {
    const plain = await post({});
    expect([plain.status, plain.headers.get('www-authenticate')]).toEqual([401, expect.stringContaining('Basic')]);
    const browser = await post({ 'x-requested-with': 'posthorn' });
    expect([browser.status, browser.headers.get('www-authenticate')]).toEqual([401, null]);
  });

  test('Basic with the password, not with another one', async () => {
    const response = await post(basic);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ methodResponses: [['Core/echo', { hello: true }, 'a']] });
    const wrong = await post({ authorization: `Basic ${Buffer.from('bob@hamburger.edu:thirsty').toString('base64')}` });
    expect(wrong.status).toBe(401);
  });

  test('Bearer with an app password', async () => {
    const token = randomBytes(20).toString('hex');
    await createAppPassword(bob.user.userId, { label: 'program', lookup: createHash('sha256').update(token).digest() });
    expect((await post({ authorization: `Bearer ${token}` })).status).toBe(200);
    expect((await post({ authorization: 'Bearer 1234' })).status).toBe(401);
  });

  test('no other site is let in by CORS, with a cookie or without', async () => {
    const headers = { origin: 'https://evil.example', cookie, 'access-control-request-method': 'POST' };
    for (const method of ['OPTIONS', 'GET', 'POST'])
      for (const place of ['/api/jmap', '/api/jmap/session', `/api/jmap/upload/${bob.id}`]) {
        const answer = await fetch(`${server.origin}${place}`, { method, headers });
        expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
      }
  });

  test('a session cookie, only from our own pages', async () => {
    expect((await post({ cookie, origin: server.origin })).status).toBe(200);
    expect((await post({ cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await post({ cookie })).status).toBe(403);
    expect((await fetch(`${server.origin}/api/jmap/session`, { headers: { cookie } })).status).toBe(200);
  });
});

describe('what is refused as a whole', () => {
  test('another Content-Type than JSON', async () => {
    const response = await post({ ...basic, 'content-type': 'text/plain' });
    expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/problem+json']);
    expect(await response.json()).toMatchObject({ type: 'urn:ietf:params:jmap:error:notJSON' });
  });

  test('what is not JSON, not a request, or of an unknown capability', async () => {
    const types = [];
    for (const body of ['{', '[]', '{"using":["urn:x"],"methodCalls":[]}'])
      types.push(((await (await post(basic, body)).json()) as { type: string }).type);
    expect(types.map((type) => type.split(':').at(-1))).toEqual(['notJSON', 'notRequest', 'unknownCapability']);
  });

  test('too large a request, before it is read', async () => {
    const response = await post(basic, ' '.repeat(limits.maxSizeRequest + 1));
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ type: 'urn:ietf:params:jmap:error:limit', limit: 'maxSizeRequest' });
  });
});

test.each([
  ['maxConcurrentRequests', '', 200],
  ['maxConcurrentUpload', '/upload/ACCOUNT', 201],
] as const)('%s at once and no more; those that break off give their places back', async (limit, path, good) => {
  const url = `${server.origin}/api/jmap${path.replace('ACCOUNT', bob.id)}`;
  const headers = { ...basic, 'content-type': 'application/json' };
  const one = () => fetch(url, { method: 'POST', headers, body: echo });
  const hanging = new Set<http.ClientRequest>();
  // The one below may hold the last place at the moment when one of these comes: that one is refused, and comes again.
  const hang = () => {
    const request = http.request(url, { method: 'POST', headers: { ...headers, 'content-length': '100000' } });
    request.on('error', () => undefined);
    request.on('response', () => {
      hanging.delete(request.destroy());
      hang();
    });
    hanging.add(request);
    request.write('{');
  };
  for (let place = 0; place < limits[limit]; place++) hang();
  const letGo = () => hanging.forEach((request) => request.destroy());
  onTestFinished(letGo);
  await expect
    .poll(async () => {
      const answer = await one();
      return [answer.status, await answer.json()] as unknown;
    })
    .toMatchObject([429, { type: 'urn:ietf:params:jmap:error:limit', limit }]);
  letGo();
  await expect.poll(async () => (await one()).status).toBe(good);
});

test('a file that is larger than is taken is refused before it is read', async () => {
  const headers = { ...basic, 'content-type': 'text/plain', 'content-length': String(maxSizeUpload() + 1) };
  const request = http.request(`${server.origin}/api/jmap/upload/${bob.id}`, { method: 'POST', headers });
  request.on('error', () => undefined);
  request.write('x');
  const [response] = (await once(request, 'response')) as [http.IncomingMessage];
  expect([response.statusCode, await readJson(response)]).toMatchObject([
    413,
    { type: 'urn:ietf:params:jmap:error:limit', limit: 'maxSizeUpload' },
  ]);
  request.destroy();
});

test('the session is found at the well-known place, its addresses on the origin that was asked', async () => {
  const session = (await (await fetch(`${server.origin}/.well-known/jmap`, { headers: basic })).json()) as { apiUrl: string };
  expect(session.apiUrl).toBe(`${server.origin}/api/jmap`);
  const seen = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'mail.hamburger.edu' };
  const proxied = (await (await fetch(`${server.origin}/.well-known/jmap`, { headers: { ...basic, ...seen } })).json()) as {
    apiUrl: string;
  };
  expect(proxied.apiUrl).toBe('https://mail.hamburger.edu/api/jmap');
});

describe('upload and download', () => {
  const upload = (body: BodyInit, headers: Record<string, string> = {}, account = bob.id) =>
    fetch(`${server.origin}/api/jmap/upload/${account}`, { method: 'POST', headers: { ...basic, ...headers }, body });
  const download = (blobId: string, name: string, query = '') =>
    fetch(`${server.origin}/api/jmap/download/${bob.id}/${blobId}/${encodeURIComponent(name)}${query}`, { headers: basic });

  test('what goes up comes down, as a file that no browser opens', async () => {
    const bytes = randomBytes(300_000);
    const response = await upload(new Uint8Array(bytes), { 'content-type': 'text/html; charset=utf-8' });
    expect(response.status).toBe(201);
    const { blobId, ...rest } = (await response.json()) as { blobId: string };
    expect(rest).toEqual({ accountId: bob.id, type: 'text/html', size: bytes.length });
    const back = await download(blobId, 'Grüße "1".html', '?type=text%2Fhtml');
    expect(Buffer.from(await back.arrayBuffer()).equals(bytes)).toBe(true);
    expect(Object.fromEntries(back.headers)).toMatchObject({
      'content-type': 'text/html',
      'content-disposition': `attachment; filename="Gr__e _1_.html"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%221%22.html`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': expect.stringContaining('private'),
    });
  });

  test('a whole email and a decoded part of it', async () => {
    const text = letter({ subject: 'Blob' })
      .replace(
        'Subject: Blob',
        'Subject: Blob\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64',
      )
      .replace('Do you like ketchup?', Buffer.from('Käse').toString('base64'));
    await bob.receive(text);
    const { ids } = await bob.call('Email/query', { filter: { subject: 'Blob' } });
    const { list } = await bob.call('Email/get', { ids, properties: ['blobId', 'size', 'textBody'] });
    const [email] = list as { blobId: string; size: number; textBody: { blobId: string; size: number }[] }[];
    const whole = await (await download(email?.blobId ?? '', 'a.eml')).arrayBuffer();
    expect(whole.byteLength).toBe(email?.size);
    expect(Buffer.from(whole).toString()).toBe(text.replaceAll('\n', '\r\n'));
    const part = Buffer.from(await (await download(email?.textBody[0]?.blobId ?? '', 'a.txt')).arrayBuffer());
    expect([part.toString(), part.length]).toEqual(['Käse', email?.textBody[0]?.size]);
  });

  test('not those of others, and none that are not there', async () => {
    const alice = await TestUser.make('alice@hamburger.edu');
    await alice.receive(letter({}));
    const { ids } = await alice.call('Email/query');
    const { list } = await alice.call('Email/get', { ids, properties: ['blobId'] });
    const [theirs] = list as { blobId: string }[];
    const statuses = [];
    for (const blobId of [theirs?.blobId ?? '', `U${'0'.repeat(64)}`, 'nonsense']) statuses.push((await download(blobId, 'a')).status);
    statuses.push((await upload('x', {}, alice.id)).status);
    expect(statuses).toEqual([404, 404, 404, 404]);
  });
});

describe('push', () => {
  async function open(query: string, headers: Record<string, string> = {}) {
    const stop = new AbortController();
    const response = await fetch(`${server.origin}/api/jmap/eventsource?${query}`, {
      headers: { ...basic, ...headers },
      signal: stop.signal,
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    let seen = '';
    return {
      response,
      stop: () => stop.abort(),
      async until(text: string): Promise<string> {
        while (!seen.includes(text)) {
          const { done, value } = await reader.read();
          if (done) return `${seen}<end>`;
          seen += Buffer.from(value).toString();
        }
        const found = seen;
        seen = '';
        return found;
      },
    };
  }
  const allClosed = () => expect.poll(() => countStreams() + countEventStreams()).toBe(0);

  test('a change of the account is told, with the state that /changes leads to', async () => {
    const stream = await open('types=*&closeafter=no&ping=0');
    expect(Object.fromEntries(stream.response.headers)).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
    });
    await stream.until('open');
    await bob.receive(letter({ subject: 'Pushed' }));
    const event = await stream.until('\n\n');
    const { state } = await bob.call('Email/get', { ids: [] });
    expect(event).toMatch(new RegExp(`^event: state\nid: ${String(state)}\ndata: `));
    const change = JSON.parse(/^data: (.*)$/m.exec(event)?.[1] ?? '') as { changed: Record<string, Record<string, string>> };
    expect(change.changed[bob.id]).toMatchObject({ Email: state, Mailbox: state, Thread: state, EmailDelivery: state });
    stream.stop();
    await allClosed();
  });

  test('only the types asked for; closeafter=state ends it', async () => {
    const stream = await open('types=Mailbox,Nonsense&closeafter=state&ping=0');
    await stream.until('open');
    await bob.receive(letter({}));
    const all = await stream.until('never');
    expect(all).toMatch(/"changed":\{"[^"]+":\{"Mailbox":"\d+"\}\}/);
    expect(all).toMatch(/<end>$/);
    await allClosed();
  });

  test('who comes back and has missed something hears of it at once', async () => {
    const { state } = await bob.call('Email/get', { ids: [] });
    await bob.receive(letter({}));
    const stream = await open('types=*&closeafter=state&ping=0', { 'last-event-id': String(state) });
    expect(await stream.until('never')).toContain('event: state');
    await allClosed();
  });

  test('a move of many emails is one event', async () => {
    const archive = (await bob.mailbox('archive')).id;
    for (const subject of ['Move 1', 'Move 2', 'Move 3']) await bob.receive(letter({ subject }));
    const { ids } = await bob.call('Email/query', { filter: { subject: 'Move' } });
    const stream = await open('types=*');
    await stream.until('open');
    const update = Object.fromEntries((ids as string[]).map((id) => [id, { mailboxIds: { [archive]: true } }]));
    const { newState } = await bob.call('Email/set', { update });
    const events = await stream.until(`"Email":"${String(newState)}"`);
    expect(events.match(/event: state/g)).toHaveLength(1);
    expect(events).not.toContain('EmailDelivery'); // nothing came

    stream.stop();
    await allClosed();
  });

  test('changes of an account that somebody shares are told too, and that it is shared, and no longer', async () => {
    const dora = await TestUser.make('dora@hamburger.edu');
    const { number } = await dora.mailbox('inbox');
    const share = (rights: string | null) => setGrant(dora.accountId, number, bob.accountId, rights);
    const stream = await open('types=*');
    await stream.until('open');
    await share('lr');
    expect(await stream.until(`"${dora.id}":`)).toContain(`"${bob.id}":{"Mailbox":`); // the session is another now
    await dora.receive(letter({ subject: 'For both' }));
    const { state } = await dora.call('Email/get', { ids: [] });
    expect(
      await stream.until(`"${dora.id}":{"Mailbox":"${String(state)}","Thread":"${String(state)}","Email":"${String(state)}"}`),
    ).not.toContain(`"${bob.id}"`);
    await share(null);
    await stream.until(`"${bob.id}":{"Mailbox":`);
    await dora.receive(letter({ subject: 'For one' }));
    await bob.receive(letter({ subject: 'For the other' }));
    expect(await stream.until('EmailDelivery')).not.toContain(dora.id);
    stream.stop();
    await allClosed();
  });

  test.each(['closeafter=maybe', 'ping=soon', 'ping=-1'])('%s is refused', async (query) => {
    expect((await fetch(`${server.origin}/api/jmap/eventsource?${query}`, { headers: basic })).status).toBe(400);
  });

  test('a log-out and a stop of the server end it', async () => {
    const first = await open('types=*');
    await first.until('open');
    endStreamsOfUser(bob.user.userId);
    expect(await first.until('never')).toContain('<end>');
    const second = await open('types=*');
    await second.until('open');
    endEventStreams();
    expect(await second.until('never')).toContain('<end>');
    await allClosed();
  });

  test('who does not read is not told more and more: his stream ends', async () => {
    const unread = await answerEventSource(new Request(`${server.origin}/api/jmap/eventsource?types=*`, { headers: basic }));
    expect([unread.status, countStreams()]).toEqual([200, 1]);
    const { id } = await bob.mailbox('archive');
    let sortOrder = 100;
    const change = async () => {
      await bob.call('Mailbox/set', { update: { [id]: { sortOrder: sortOrder++ } } });
      return countStreams();
    };
    await expect.poll(change, { interval: 40, timeout: 60_000 }).toBe(0);
    await unread.body?.cancel();
    await allClosed();
  });

  test('a thousand opened and dropped leave nothing behind', async () => {
    for (let round = 0; round < 50; round++) {
      const streams = await Promise.all(Array.from({ length: 20 }, () => open('types=*')));
      for (const stream of streams) stream.stop();
    }
    await allClosed();
  });
});

interface JamCall {
  $ref(path: string): unknown;
}
interface Jam {
  getPrimaryAccount(): Promise<string>;
  requestMany(
    build: (t: { Email: Record<'query' | 'get', (args: object) => JamCall> }) => Record<string, JamCall>,
  ): Promise<[Record<string, { list?: unknown[] }>]>;
}

test('jmap-jam, a client that we did not write, reads the inbox', async () => {
  const carol = await TestUser.make('carol@hamburger.edu');
  const token = randomBytes(20).toString('hex');
  await createAppPassword(carol.user.userId, { label: 'jam', lookup: createHash('sha256').update(token).digest() });
  await carol.receive(letter({ subject: 'For Carol' }));
  // Loaded without its types: they are TypeScript sources that our compiler options refuse.
  const name: string = 'jmap-jam';
  const { default: JamClient } = (await import(name)) as { default: new (options: object) => Jam };
  const jam = new JamClient({ sessionUrl: `${server.origin}/.well-known/jmap`, bearerToken: token });
  const accountId = await jam.getPrimaryAccount();
  const [{ emails }] = await jam.requestMany((t) => {
    const found = t.Email.query({ accountId, filter: { subject: 'Carol' } });
    return { found, emails: t.Email.get({ accountId, ids: found.$ref('/ids'), properties: ['id', 'subject', 'from'] }) };
  });
  expect(emails?.list).toMatchObject([{ subject: 'For Carol', from: [{ name: 'Alice', email: 'alice@crepes.fr' }] }]);
});

test('a revoked session is nobody', async () => {
  await endSessions(bob.user.userId);
  expect((await post({ cookie, origin: server.origin })).status).toBe(401);
});
