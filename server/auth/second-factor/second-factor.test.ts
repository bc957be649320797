import { TOTP, Secret } from 'otpauth';
import { beforeAll, expect, test } from 'vitest';
import {
  blockAddress,
  countRecoveryCodes,
  getScramRecord,
  getUserByLogin,
  listBlockedAddresses,
  removeSecondFactor,
  setTotpSecret,
  unblockAddress,
  watchCredentials,
  endSessions,
  setPassword,
} from '#server/store/index.ts';
import { makeAccount } from '../../../test/harness/accounts.ts';
import { authenticate, type AuthScope } from '../authenticate.ts';
import { flushFailures, mustWait, noteFailure } from '../guessing-guard.ts';
import { hashPassword } from '../password.ts';
import { makeRecoveryCodes, redeemRecoveryCode } from './recovery-codes.ts';
import { checkTotp, newTotpSecret, sealTotp, totpAddress } from './totp.ts';

const login = 'bob@hamburger.edu';
let userId: number;
const knock = (scope: AuthScope, remoteAddress = '192.0.2.9', password = 'hungry bob') =>
  authenticate({ login, password, remoteAddress, scope });
beforeAll(async () => {
  await makeAccount(login, 'hungry bob');
  userId = (await getUserByLogin(login))?.userId ?? 0;
});

test('a code of the app works once, in its half minute and the next', async () => {
  const secret = newTotpSecret();
  await setTotpSecret(userId, sealTotp(secret));
  const app = new TOTP({ secret: Secret.fromBase32(secret) });
  const now = new Date('2026-11-21T12:00:10Z');
  const code = app.generate({ timestamp: now.getTime() });
  expect(await checkTotp(userId, code === '000000' ? '000001' : '000000', now)).toBe(false);
  expect(await checkTotp(userId, 'abcdef', now)).toBe(false);
  expect(await checkTotp(userId, code, new Date(now.getTime() + 90_000))).toBe(false);
  expect(await checkTotp(userId, `${code.slice(0, 3)} ${code.slice(3)}`, new Date(now.getTime() + 25_000))).toBe(true);
  expect(await checkTotp(userId, code, now)).toBe(false);
  expect(totpAddress(secret, login, 'mail.hamburger.edu')).toContain(`secret=${secret}`);
});

test('with a second factor the password is worth nothing to programs', async () => {
  expect(await knock('web')).toMatchObject({ ok: true });
  for (const scope of ['imap', 'smtp', 'pop3', 'jmap'] as const)
    expect(await knock(scope), scope).toEqual({ ok: false, reason: 'credentials' });
  expect((await getScramRecord(login))?.keys).toEqual([]);
  await removeSecondFactor(userId, { passkeys: true });
  expect(await knock('imap')).toMatchObject({ ok: true });
});

test('a recovery code works once, and for its owner alone', async () => {
  const [first = '', second = ''] = await makeRecoveryCodes(userId);
  expect(await redeemRecoveryCode(userId + 1, first)).toBe(false);
  expect(await redeemRecoveryCode(userId, first.toUpperCase().replace('-', ' '))).toBe(true);
  expect(await redeemRecoveryCode(userId, first)).toBe(false);
  expect(await countRecoveryCodes(userId)).toBe(9);
  await makeRecoveryCodes(userId);
  expect(await redeemRecoveryCode(userId, second)).toBe(false);
});

test('an address that guesses is blocked for all processes, and an administrator may lift it', async () => {
  for (let guess = 0; guess < 50; guess++) noteFailure('192.0.2.66', `user${guess}@hamburger.edu`, Date.now());
  for (let guess = 0; guess < 60; guess++) noteFailure('127.0.0.1', `user${guess}@hamburger.edu`, Date.now());
  await flushFailures();
  expect(await listBlockedAddresses()).toMatchObject([{ network: '192.0.2.66', madeBy: 'guard', reason: 'user49@hamburger.edu' }]);
  await unblockAddress('192.0.2.66');
});

test('who has an IPv6 network does not guess from one address after the other', async () => {
  for (let guess = 0; guess < 10; guess++) noteFailure(`2001:db8:66:1::${guess}`, login, Date.now());
  expect(await mustWait('2001:db8:66:1:ffff::1', login, Date.now())).toBeGreaterThan(0);
  expect(await mustWait('2001:db8:66:2::1', login, Date.now())).toBe(0);
  for (let guess = 0; guess < 50; guess++) noteFailure(`2001:db8:67:1::${guess}`, `user${guess}@hamburger.edu`, Date.now());
  await flushFailures();
  expect(await listBlockedAddresses()).toMatchObject([{ network: '2001:db8:67:1::/64', madeBy: 'guard' }]);
  expect(await mustWait('2001:db8:67:1::abc', 'somebody@hamburger.edu', Date.now())).toBeGreaterThan(0);
  await unblockAddress('2001:db8:67:1::/64');
});

test('a network that was blocked cannot sign in with the right password', async () => {
  await blockAddress({ network: '198.51.100.0/24', reason: '', madeBy: login, expiresAt: null });
  await blockAddress({ network: '2001:db8::/32', reason: '', madeBy: login, expiresAt: null });
  const later = Date.now() + 2000;
  expect(await mustWait('198.51.100.7', login, later)).toBeGreaterThan(0);
  expect(await mustWait('::ffff:198.51.100.7', login, later)).toBeGreaterThan(0);
  expect(await mustWait('2001:db8:4::1', login, later)).toBeGreaterThan(0);
  expect(await mustWait('198.51.101.7', login, later)).toBe(0);
  expect(await knock('imap', '198.51.100.7')).toEqual({ ok: false, reason: 'throttled' });
  await unblockAddress('198.51.100.0/24');
  expect(await mustWait('198.51.100.7', login, later + 2000)).toBe(0);
});

test('whoever watches hears of ended sessions', async () => {
  let heard = 0;
  const stop = watchCredentials(userId, () => heard++);
  await endSessions(userId);
  await setPassword(login, await hashPassword('hungry bob'));
  expect(heard).toBe(2);
  stop();
  await endSessions(userId);
  expect(heard).toBe(2);
});
