import { beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { createWebSession, endSessions, endWebSession, listWebSessions, setPassword, updateAccount } from '#server/store/index.ts';
import { makeAccount } from '../../test/harness/accounts.ts';
import { authenticate, type AuthenticatedUser } from './authenticate.ts';
import { changePassword, makeAppPassword, ownAppPasswords, removeAppPassword } from './own-credentials.ts';
import { hashPassword } from './password.ts';
import { sessionUser } from './session.ts';
import { makeSessionToken } from './session-token.ts';

beforeAll(async () => {
  await makeAccount('admin@session.example', 'hungry-one', { isAdmin: true }); // the last administrator cannot be suspended
  process.env.POSTHORN_SECRET = 'a secret for this test';
  forgetConfig();
});

async function newUser(email: string): Promise<AuthenticatedUser> {
  await makeAccount(email, 'hungry-one');
  const result = await authenticate({ login: email, password: 'hungry-one', remoteAddress: '127.0.0.1', scope: 'web' });
  if (!result.ok) throw new Error(result.reason);
  return result.user;
}
const withCookie = (token: string) =>
  sessionUser(new Request('http://localhost/', { headers: { cookie: `other=1; posthorn.session=${token}` } }));

test('a session names its user', async () => {
  const user = await newUser('one@session.example');
  expect(await withCookie(await makeSessionToken(user))).toEqual(user);
  expect(await sessionUser(new Request('http://localhost/'))).toBeNull();
});

test('a token that was changed, or made under another secret, is nobody', async () => {
  const token = await makeSessionToken(await newUser('two@session.example'));
  expect(await withCookie(`${token.slice(0, -2)}AA`)).toBeNull();
  process.env.POSTHORN_SECRET = 'another secret';
  forgetConfig();
  expect(await withCookie(token)).toBeNull();
  process.env.POSTHORN_SECRET = 'a secret for this test';
  forgetConfig();
  expect(await withCookie(token)).not.toBeNull();
});

test.each([
  ['a new password', async (user: AuthenticatedUser) => setPassword(user.login, await hashPassword('another one'))],
  ['sign out everywhere', (user: AuthenticatedUser) => endSessions(user.userId)],
  ['suspension', (user: AuthenticatedUser) => updateAccount(user.accountId, { disabled: true })],
])('%s ends the sessions that are there, at once', async (name, act) => {
  const user = await newUser(`${name.replaceAll(' ', '-')}@session.example`);
  const token = await makeSessionToken(user);
  expect(await withCookie(token)).not.toBeNull();
  await act(user);
  expect(await withCookie(token)).toBeNull();
});

test('the password is changed only by who knows the current one', async () => {
  const user = await newUser('three@session.example');
  const actor = { name: user.login, ip: '127.0.0.1' };
  expect(await changePassword(user, actor, 'wrong', 'new and long')).toMatchObject({ ok: false });
  expect(await changePassword(user, actor, 'hungry-one', 'short')).toMatchObject({ ok: false });
  const changed = await changePassword(user, actor, 'hungry-one', 'new and long');
  expect(changed.ok && (await withCookie(await makeSessionToken(changed.user)))).toMatchObject({ login: user.login });
});

test('an app password opens IMAP, not the web, until it is revoked', async () => {
  const user = await newUser('four@session.example');
  const actor = { name: user.login, ip: '127.0.0.1' };
  const made = await makeAppPassword(user, actor, 'Thunderbird');
  if (!made.ok) throw new Error(made.reason);
  const tryOn = (scope: 'imap' | 'web') => authenticate({ login: user.login, password: made.password, remoteAddress: '127.0.0.1', scope });
  expect(await tryOn('imap')).toMatchObject({ ok: true });
  expect(await tryOn('web')).toMatchObject({ ok: false });
  const [one] = await ownAppPasswords(user);
  expect(one?.label).toBe('Thunderbird');
  await removeAppPassword(user, actor, one?.appId ?? 0);
  expect(await tryOn('imap')).toMatchObject({ ok: false });
});

test('one session of several is listed, noted when it is used, and ended by itself', async () => {
  const user = await newUser('five@session.example');
  const [kept, ended] = await Promise.all(
    ['Firefox/1', 'Chrome/1'].map((agent) => createWebSession(user, { address: '192.0.2.1', agent })),
  );
  const tokens = await Promise.all([kept, ended].map((id) => makeSessionToken(user, id ?? '')));
  expect((await listWebSessions(user.userId)).map(({ agent }) => agent).sort()).toEqual(['Chrome/1', 'Firefox/1']);
  const headers = { cookie: `posthorn.session=${tokens[0]}`, 'x-forwarded-for': '192.0.2.7' };
  expect(await sessionUser(new Request('http://localhost/', { headers }))).toEqual(user);
  expect((await listWebSessions(user.userId)).find(({ sessionId }) => sessionId === kept)?.address).toBe('192.0.2.7');
  expect(await endWebSession(user.userId + 1, ended ?? '')).toBe(false); // somebody else's is not ended
  expect(await endWebSession(user.userId, ended ?? '')).toBe(true);
  expect(await Promise.all(tokens.map(withCookie))).toEqual([user, null]);
  await endSessions(user.userId);
  expect(await listWebSessions(user.userId)).toEqual([]);
});
