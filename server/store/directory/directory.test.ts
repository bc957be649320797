import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import {
  accountAddresses,
  accountState,
  addAlias,
  audit,
  createAccount,
  createAppPassword,
  createDomain,
  createIdentity,
  deleteIdentity,
  findAccountByEmail,
  findAppPassword,
  getAccount,
  getServerState,
  getUserByLogin,
  listAliases,
  listAppPasswords,
  listAudit,
  listDomains,
  listIdentities,
  listMailboxes,
  objectChanges,
  removeAccount,
  removeAlias,
  removeDomain,
  resolveAddress,
  revokeAppPassword,
  setPassword,
  setServerState,
  updateAccount,
  updateIdentity,
} from '../index.ts';
import { rows } from '../database.ts';

let bob = 0;

beforeAll(async () => {
  await createDomain('Hamburger.EDU');
  await createDomain('bücher.example');
  const root = await createAccount({ email: 'root@hamburger.edu', passwordHash: 'x', isAdmin: true });
  const made = await createAccount({ email: 'Bob@Hamburger.edu', display: 'Bob', passwordHash: 'hash', quotaBytes: 1000 });
  if (!root.ok || !made.ok) throw new Error('no accounts');
  bob = made.value.accountId;
});

test('domains are kept as A-labels, once', async () => {
  expect((await listDomains()).map(({ name, addresses }) => [name, addresses])).toEqual([
    ['hamburger.edu', 2],
    ['xn--bcher-kva.example', 0],
  ]);
  expect(await createDomain('HAMBURGER.edu.')).toEqual({ ok: false, reason: 'alreadyExists' });
  for (const wrong of ['', 'a b.c', '-a.example', 'a..b', 'ü@x', 'x/y'])
    expect(await createDomain(wrong)).toMatchObject({ reason: 'invalidName' });
  expect(await removeDomain('hamburger.edu')).toEqual({ ok: false, reason: 'notAllowed' });
  await createDomain('gone.example');
  expect(await removeDomain('gone.example')).toEqual({ ok: true, value: null });
  expect(await removeDomain('gone.example')).toEqual({ ok: false, reason: 'notFound' });
});

test('a new account has its mailboxes, its log-in and an identity', async () => {
  expect((await listMailboxes(bob)).map(({ name, role, uidnext }) => [name, role, uidnext])).toEqual([
    ['INBOX', 'inbox', 1],
    ['Drafts', 'drafts', 1],
    ['Sent', 'sent', 1],
    ['Archive', 'archive', 1],
    ['Junk', 'junk', 1],
    ['Trash', 'trash', 1],
  ]);
  const validities = (await listMailboxes(bob)).map(({ uidvalidity }) => uidvalidity);
  expect(new Set(validities).size).toBe(6);
  expect(await getUserByLogin(' BOB@hamburger.edu')).toMatchObject({
    accountId: bob,
    passwordHash: 'hash',
    isAdmin: false,
    sessionVersion: 1,
  });
  expect(await findAccountByEmail('bob@hamburger.edu')).toMatchObject({ accountId: bob, display: 'Bob', quotaBytes: 1000, usedBytes: 0 });
  expect(await listIdentities(bob)).toMatchObject([{ name: 'Bob', email: 'bob@hamburger.edu', mayDelete: false }]);
  const [next] = await rows<{ next: number }>('select next_id as next from account_state where account_id = $1', [bob]);
  expect(next?.next).toBe(8); // above every id given out
});

test.each([
  ['bob@hamburger.edu', 'alreadyExists'],
  ['carol@nowhere.example', 'notFound'],
  ['carol', 'invalidName'],
  ['@hamburger.edu', 'invalidName'],
  ['a b@hamburger.edu', 'invalidName'],
  ['bob+x@hamburger.edu', 'invalidName'],
  ['.carol@hamburger.edu', 'invalidName'],
  [`${'x'.repeat(65)}@hamburger.edu`, 'invalidName'],
])('account %s is refused: %s', async (email, reason) => {
  expect(await createAccount({ email, passwordHash: null })).toEqual({ ok: false, reason });
});

test('one step of resolving', async () => {
  const account = { kind: 'account', accountId: bob, email: 'bob@hamburger.edu', disabled: false, overQuota: false };
  expect(await resolveAddress('BOB@hamburger.EDU')).toEqual(account);
  expect(await resolveAddress('bob+lists@hamburger.edu')).toEqual(account);
  expect(await resolveAddress('carol@hamburger.edu')).toEqual({ kind: 'unknown' });
  expect(await resolveAddress('carol@elsewhere.example')).toEqual({ kind: 'remote' });
  expect(await resolveAddress('postmaster@hamburger.edu')).toEqual({ kind: 'alias', targets: ['root@hamburger.edu'] });
  await rows('update account_state set used_bytes = 1000 where account_id = $1', [bob]);
  expect(await resolveAddress('bob@hamburger.edu')).toEqual({ ...account, overQuota: true });
  await rows('update account_state set used_bytes = 0 where account_id = $1', [bob]);
});

test('aliases, and what a user may send as', async () => {
  expect(await addAlias('Info@bücher.example', ['bob@hamburger.edu', 'x@elsewhere.example'])).toMatchObject({ ok: true });
  expect(await addAlias('robert@hamburger.edu', ['Bob@hamburger.edu'])).toMatchObject({ ok: true });
  expect(await addAlias('bob@hamburger.edu', ['x@y.example'])).toEqual({ ok: false, reason: 'alreadyExists' });
  expect(await addAlias('x@y.example', ['bob@hamburger.edu'])).toEqual({ ok: false, reason: 'notFound' });
  expect(await addAlias('loop@hamburger.edu', ['loop@hamburger.edu'])).toEqual({ ok: false, reason: 'invalidName' });
  expect(await resolveAddress('info@xn--bcher-kva.example')).toEqual({
    kind: 'alias',
    targets: ['bob@hamburger.edu', 'x@elsewhere.example'],
  });
  expect(await accountAddresses(bob)).toEqual(['bob@hamburger.edu', 'robert@hamburger.edu']);
  expect((await listAliases('bücher.example')).map(({ address }) => address)).toEqual(['info@xn--bcher-kva.example']);
  expect(await createAccount({ email: 'robert@hamburger.edu', passwordHash: null })).toEqual({ ok: false, reason: 'alreadyExists' });
  expect(await removeAlias('robert@hamburger.edu')).toMatchObject({ ok: true });
  expect(await removeAlias('bob@hamburger.edu')).toEqual({ ok: false, reason: 'notFound' });
});

test('settings merge, suspension ends sessions, the last administrator stays', async () => {
  await updateAccount(bob, { settings: { theme: 'dark', language: 'en' } });
  await updateAccount(bob, { settings: { language: 'vi' }, display: 'Robert', quotaBytes: null });
  expect(await getAccount(bob)).toMatchObject({ display: 'Robert', quotaBytes: null, settings: { theme: 'dark', language: 'vi' } });
  await updateAccount(bob, { disabled: true });
  const suspended = await getUserByLogin('bob@hamburger.edu');
  expect(suspended?.disabledAt).toBeInstanceOf(Date);
  expect(suspended?.sessionVersion).toBe(2);
  await updateAccount(bob, { disabled: false });
  expect(await setPassword('bob@hamburger.edu', 'new')).toBe(true);
  expect(await getUserByLogin('bob@hamburger.edu')).toMatchObject({ passwordHash: 'new', sessionVersion: 3, disabledAt: null });
  const root = await findAccountByEmail('root@hamburger.edu');
  for (const change of [{ isAdmin: false }, { disabled: true }])
    expect(await updateAccount(root?.accountId ?? 0, change)).toEqual({ ok: false, reason: 'notAllowed' });
  expect(await removeAccount(root?.accountId ?? 0)).toEqual({ ok: false, reason: 'notAllowed' });
  expect(await getAccount(root?.accountId ?? 0)).toMatchObject({ isAdmin: true, disabledAt: null });
});

test('an account removed and made again never repeats a UIDVALIDITY', async () => {
  const first = await createAccount({ email: 'carol@hamburger.edu', passwordHash: null });
  if (!first.ok) throw new Error(first.reason);
  const before = (await listMailboxes(first.value.accountId)).map(({ name, uidvalidity }) => `${name} ${uidvalidity}`);
  expect(await removeAccount(first.value.accountId)).toEqual({ ok: true, value: null });
  expect(await listMailboxes(first.value.accountId)).toEqual([]);
  expect(await resolveAddress('carol@hamburger.edu')).toEqual({ kind: 'unknown' });
  const again = await createAccount({ email: 'carol@hamburger.edu', passwordHash: null });
  if (!again.ok) throw new Error(again.reason);
  for (const { name, uidvalidity } of await listMailboxes(again.value.accountId)) expect(before).not.toContain(`${name} ${uidvalidity}`);
});

test('app passwords are found by their hash until revoked or expired', async () => {
  const user = await getUserByLogin('bob@hamburger.edu');
  const userId = user?.userId ?? 0;
  const lookup = createHash('sha256').update(randomBytes(16)).digest();
  const made = await createAppPassword(userId, { label: 'phone', lookup });
  if (!made.ok) throw new Error(made.reason);
  const { appId } = made.value;
  expect(await findAppPassword(lookup)).toEqual({ appId, userId, scopes: ['mail'] });
  expect((await listAppPasswords(userId)).map(({ label, usedAt }) => [label, usedAt instanceof Date])).toEqual([['phone', true]]);
  expect(await revokeAppPassword(userId + 1, appId)).toEqual({ ok: false, reason: 'notFound' });
  expect(await revokeAppPassword(userId, appId)).toMatchObject({ ok: true });
  expect(await findAppPassword(lookup)).toBeNull();
  const old = createHash('sha256').update('old').digest();
  await createAppPassword(userId, { label: 'old', lookup: old, expiresAt: new Date(0) });
  expect(await findAppPassword(old)).toBeNull();
});

test('identities change under the account modseq', async () => {
  const since = await accountState(bob);
  expect(await createIdentity(bob, { email: 'eve@elsewhere.example' })).toEqual({ ok: false, reason: 'notAllowed' });
  expect(await accountState(bob)).toBe(since);
  await addAlias('sales@hamburger.edu', ['bob@hamburger.edu']);
  const made = await createIdentity(bob, { email: 'sales@hamburger.edu', name: 'Sales', replyTo: [{ name: null, email: 'a@b.example' }] });
  if (!made.ok) throw new Error(made.reason);
  const { identityId } = made.value;
  const own = (await listIdentities(bob))[0]?.identityId ?? 0;
  expect(await updateIdentity(bob, own, { htmlSignature: '<b>Bob</b>' })).toMatchObject({ value: { htmlSignature: '<b>Bob</b>' } });
  expect(await updateIdentity(bob, identityId, { replyTo: null })).toMatchObject({ value: { replyTo: null, name: 'Sales' } });
  expect(await objectChanges(bob, 3, since)).toMatchObject({ created: [identityId], updated: [own], destroyed: [], newState: since + 3 });
  expect(await deleteIdentity(bob, own)).toEqual({ ok: false, reason: 'notAllowed' });
  expect(await deleteIdentity(bob, identityId)).toMatchObject({ ok: true });
  expect(await objectChanges(bob, 3, since + 3)).toMatchObject({ created: [], destroyed: [identityId] });
  expect(await objectChanges(bob, 3, since)).toMatchObject({ created: [], updated: [own], destroyed: [] });
  expect(await objectChanges(bob, 3, since + 100)).toBe('cannotCalculate');
});

test('the audit log, newest first, and shared values', async () => {
  await audit('root@hamburger.edu', 'account.suspend', { accountId: bob }, '192.0.2.1');
  await audit('command line', 'domain.add', { name: 'x' });
  const [newest, older] = await listAudit({ limit: 2 });
  expect(newest).toMatchObject({ actor: 'command line', action: 'domain.add', detail: { name: 'x' } });
  expect(older).toMatchObject({ accountId: bob, ip: '192.0.2.1' });
  expect((await listAudit({ limit: 1, before: newest?.seq ?? 0 }))[0]?.seq).toBe(older?.seq);
  await setServerState('k', { a: 1 });
  expect(await getServerState('k')).toEqual({ a: 1 });
  await setServerState('k', null);
  expect(await getServerState('k')).toBeNull();
});
