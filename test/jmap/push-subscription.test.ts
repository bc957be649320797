/** Push subscriptions and their delivery (RFC 8620 §7.2, RFC 8030, RFC 8291, RFC 8292). */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { handleJmap } from '#server/jmap/handle.ts';
import { sendPush } from '#server/jmap/push/send-push.ts';
import { startPushDelivery } from '#server/jmap/push/start-push-delivery.ts';
import { sessionResource } from '#server/jmap/session.ts';
import { createAppPassword, endSessions, revokeAppPassword, startPush } from '#server/store/index.ts';
import { capabilities } from '#lib/jmap/capabilities.ts';
import type { Arguments } from '#lib/jmap/invocation.ts';
import { letter, TestUser } from './client.ts';
import { PushService, type Received } from './push-service.ts';

let service: PushService;
let bob: TestUser;
let stopping: (() => Promise<void>)[];
beforeAll(async () => {
  bob = await TestUser.make('bob@hamburger.edu');
  stopping = [await startPush(), startPushDelivery({ collectMs: 30, pauseSeconds: 0, firstRetrySeconds: 0.1, pollMs: 500 })];
});
afterAll(async () => {
  for (const stop of stopping.reverse()) await stop();
});
beforeEach(async () => {
  await service?.stop();
  service = await PushService.start();
  process.env.FETCH_ALLOW = service.host;
  forgetConfig();
  // What a test that failed has left must not fail the next one.
  const { list } = await call('PushSubscription/get', {});
  await call('PushSubscription/set', { destroy: (list as unknown as { id: string }[]).map(({ id }) => id) });
});

async function call(name: string, args: Arguments, user = bob, appId: number | null = null): Promise<Arguments & Record<string, never>> {
  const request = { using: [...capabilities], methodCalls: [[name, args, 'c']] };
  const { methodResponses } = await handleJmap(request, user.user, appId);
  return methodResponses[0]?.[1] as Arguments & Record<string, never>;
}
const subscription = (more: object = {}) => ({
  deviceClientId: 'a889-ffea-910',
  url: `http://${service.host}/push/1`,
  keys: service.keys,
  ...more,
});
const received = (n: number) =>
  expect
    .poll(() => service.received.length, { timeout: 15_000 })
    .toBeGreaterThanOrEqual(n)
    .then(() => service.received[n - 1] as Received);
async function subscribe(more: object = {}, user = bob, appId: number | null = null): Promise<string> {
  const before = service.received.length;
  const { created, notCreated } = await call('PushSubscription/set', { create: { a: subscription(more) } }, user, appId);
  expect(notCreated).toBeNull();
  const { id } = (created as unknown as Record<string, { id: string }>).a ?? { id: '' };
  const { body } = await received(before + 1);
  expect(body).toEqual({ '@type': 'PushVerification', pushSubscriptionId: id, verificationCode: expect.stringMatching(/^[0-9a-f]{32}$/) });
  const { updated } = await call('PushSubscription/set', { update: { [id]: { verificationCode: body.verificationCode } } }, user, appId);
  expect(updated).toEqual({ [id]: null });
  return id;
}

test('the whole way: verification, a code that must fit, changes of the types wanted, encrypted and signed', async () => {
  const session = await sessionResource(bob.user, 'https://mail.hamburger.edu');
  const { created } = await call('PushSubscription/set', { create: { a: subscription({ types: ['EmailDelivery', 'Mailbox'] }) } });
  const made = (created as unknown as Record<string, { id: string; expires: string }>).a;
  const id = made?.id ?? '';
  expect(Date.parse(made?.expires ?? '')).toBeGreaterThan(Date.now() + 7 * 24 * 3600 * 1000);
  const verification = await received(1);
  expect(verification.headers).toMatchObject({
    'content-encoding': 'aes128gcm',
    'content-type': 'application/json',
    ttl: expect.stringMatching(/^\d+$/),
  });
  expect(verification.vapid).toMatchObject({ aud: `http://${service.host}`, sub: expect.stringMatching(/^(mailto|https):/) });
  expect(verification.publicKey).toBe(
    (session.capabilities as Record<string, { applicationServerKey?: string }>)['urn:ietf:params:jmap:webpush-vapid']?.applicationServerKey,
  );
  // Nothing is told before the code has come back; a wrong one does not do.
  await bob.receive(letter({ subject: 'Too early' }));
  const wrong = await call('PushSubscription/set', { update: { [id]: { verificationCode: '0'.repeat(32) } } });
  expect(wrong.notUpdated).toMatchObject({ [id]: { type: 'invalidProperties', properties: ['verificationCode'] } });
  expect((await call('PushSubscription/get', { ids: [id] })).list).toMatchObject([{ id, verificationCode: null }]);
  expect(service.received).toHaveLength(1);
  const code = verification.body.verificationCode;
  await call('PushSubscription/set', { update: { [id]: { verificationCode: code } } });
  const { body } = await received(2); // what had come meanwhile
  const { state } = await bob.call('Email/get', { ids: [] });
  expect(body).toEqual({ '@type': 'StateChange', changed: { [bob.id]: { Mailbox: state, EmailDelivery: state } } });
  // A change of another type alone is not told; the next one of a wanted type is.
  await bob.call('ContactCard/set', { create: { c: { name: { full: 'Nobody' } } } });
  await bob.call('Mailbox/set', { create: { m: { name: 'Pushed' } } });
  const { state: later } = await bob.call('Mailbox/get', { ids: [] });
  expect((await received(3)).body).toEqual({ '@type': 'StateChange', changed: { [bob.id]: { Mailbox: later } } });
  expect((await call('PushSubscription/get', { ids: null })).list).toEqual([
    { id, deviceClientId: 'a889-ffea-910', verificationCode: code, expires: made?.expires, types: ['EmailDelivery', 'Mailbox'] },
  ]);
  await call('PushSubscription/set', { destroy: [id] });
});

test('many changes at once are few pushes, and the last one tells the state that there is', async () => {
  const id = await subscribe();
  const release = service.hold(); // however slow the machine is: all of it comes while the first push is under way
  await bob.receive(letter({ subject: 'First' }));
  await received(2);
  for (let n = 0; n < 20; n++) await bob.receive(letter({ subject: `Many ${n}` }));
  release();
  const { state } = await bob.call('Email/get', { ids: [] });
  await expect.poll(() => JSON.stringify(service.received.at(-1)?.body), { timeout: 15_000 }).toContain(`"Email":"${String(state)}"`);
  expect(service.received.length).toBeLessThan(6);
  await call('PushSubscription/set', { destroy: [id] });
});

test('without keys the message is plain JSON', async () => {
  const id = await subscribe({ keys: null });
  expect(service.received[0]?.headers).not.toHaveProperty('content-encoding');
  await call('PushSubscription/set', { destroy: [id] });
});

describe('a push service that fails', () => {
  test('is tried again, for the verification too', async () => {
    service.answers = [{ status: 503, headers: { 'retry-after': '0' } }, { status: 201 }];
    const { created } = await call('PushSubscription/set', { create: { a: subscription() } });
    const { id } = (created as unknown as Record<string, { id: string }>).a ?? { id: '' };
    await received(1);
    await received(2);
    expect(service.received[1]?.body).toEqual(service.received[0]?.body);
    await call('PushSubscription/set', { destroy: [id] });
  });

  test.each([404, 410])('and says %i: the subscription is gone', async (status) => {
    const id = await subscribe();
    service.answers = [{ status }];
    await bob.receive(letter({ subject: 'Gone' }));
    await received(2);
    await expect.poll(async () => (await call('PushSubscription/get', { ids: [id] })).notFound).toEqual([id]);
  });
});

describe('whose it is', () => {
  test('only the credentials that made it see it; it is gone with the app password', async () => {
    const lookup = createHash('sha256').update(randomBytes(20)).digest();
    const app = await createAppPassword(bob.user.userId, { label: 'phone', lookup });
    if (!app.ok) throw new Error(app.reason);
    const { appId } = app.value;
    const id = await subscribe({}, bob, appId);
    expect((await call('PushSubscription/get', {})).list).toEqual([]);
    expect((await call('PushSubscription/set', { destroy: [id] })).notDestroyed).toMatchObject({ [id]: { type: 'notFound' } });
    const alice = await TestUser.make('alice@hamburger.edu');
    expect((await call('PushSubscription/get', { ids: [id] }, alice)).notFound).toEqual([id]);
    await revokeAppPassword(bob.user.userId, appId);
    await bob.receive(letter({ subject: 'Revoked' }));
    await expect.poll(async () => (await call('PushSubscription/get', {}, bob, appId)).list).toEqual([]);
    expect(service.received).toHaveLength(1); // the verification, and no push after the end
  });

  test('it is gone when all sessions are ended', async () => {
    const carol = await TestUser.make('carol@hamburger.edu');
    await subscribe({}, carol);
    await endSessions(carol.user.userId);
    await carol.receive(letter({ subject: 'Ended' }));
    await expect.poll(async () => (await call('PushSubscription/get', {}, carol)).list).toEqual([]);
    expect(service.received).toHaveLength(1);
  });
});

test('what is wrong is refused by name, and what is secret not told', async () => {
  const cases: [string, object, string[]][] = [
    ['scheme', subscription({ url: 'http://127.0.0.1:1/' }), ['url']],
    ['words', subscription({ url: 'nonsense' }), ['url']],
    ['key', subscription({ keys: { p256dh: 'AAAA', auth: 'AAAA' } }), ['keys']],
    ['code', subscription({ verificationCode: 'x' }), ['verificationCode']],
    ['past', subscription({ expires: '2020-01-01T00:00:00Z' }), ['expires']],
    ['unknown', subscription({ colour: 'red' }), ['colour']],
    ['device', { url: `http://${service.host}/`, deviceClientId: '' }, ['deviceClientId']],
  ];
  const { created, notCreated } = await call('PushSubscription/set', {
    create: Object.fromEntries(cases.map(([key, given]) => [key, given])),
  });
  expect(created).toBeNull();
  for (const [key, , properties] of cases) expect(notCreated).toMatchObject({ [key]: { type: 'invalidProperties', properties } });
  for (const property of ['url', 'keys'])
    expect(await call('PushSubscription/get', { properties: [property] })).toMatchObject({ type: 'forbidden' });
  expect(await call('PushSubscription/get', { accountId: bob.id })).toMatchObject({ type: 'invalidArguments' });
  const id = await subscribe();
  const fixed = await call('PushSubscription/set', { update: { [id]: { url: 'https://other.example/' }, nothing: {} } });
  expect(fixed.notUpdated).toMatchObject({ [id]: { type: 'invalidProperties', properties: ['url'] }, nothing: { type: 'notFound' } });
  const longer = await call('PushSubscription/set', { update: { [id]: { expires: '2999-01-01T00:00:00Z' } } });
  const given = (longer.updated as unknown as Record<string, { expires: string }>)[id]?.expires ?? '';
  expect(Date.parse(given)).toBeLessThan(Date.now() + 31 * 24 * 3600 * 1000);
  await call('PushSubscription/set', { destroy: [id] });
});

test('an address inside the network is never posted to', async () => {
  const target = { url: `http://${service.host}/`, p256dh: null, auth: null };
  const times = { ttlSeconds: 1, urgency: 'normal' as const };
  expect(await sendPush(target, { a: 1 }, times)).toEqual({ kind: 'sent' });
  process.env.FETCH_ALLOW = '';
  forgetConfig();
  expect(await sendPush(target, { a: 1 }, times)).toEqual({ kind: 'failed', retryAfterSeconds: null });
  expect(await sendPush({ ...target, url: 'https://169.254.169.254/' }, { a: 1 }, times)).toEqual({
    kind: 'failed',
    retryAfterSeconds: null,
  });
  expect(service.received).toHaveLength(1);
});
