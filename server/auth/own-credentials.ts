/** What people do with their own credentials: change the password, make and revoke app passwords, end every session. */
import { createHash, randomInt } from 'node:crypto';
import {
  audit,
  createAppPassword,
  endSessions,
  endWebSession,
  getUser,
  listAppPasswords,
  listWebSessions,
  revokeAppPassword,
  setPassword,
} from '#server/store/index.ts';
import { authenticate, type AuthenticatedUser } from './authenticate.ts';
import { hashPassword } from './password.ts';
import { keepAppScramKeys, keepScramKeys } from './scram-keys.ts';

type Actor = { name: string; ip: string };
export type CredentialsChanged = { ok: true; user: AuthenticatedUser } | { ok: false; reason: 'tooShort' | 'throttled' | 'wrongPassword' };

/** Ends every session, also the one that asks: the caller starts a new one for the user that comes back. */
export async function changePassword(user: AuthenticatedUser, actor: Actor, current: string, next: string): Promise<CredentialsChanged> {
  if (next.length < 8) return { ok: false, reason: 'tooShort' };
  const known = await authenticate({ login: user.login, password: current, remoteAddress: actor.ip, scope: 'web' });
  if (!known.ok) return { ok: false, reason: known.reason === 'throttled' ? 'throttled' : 'wrongPassword' };
  await setPassword(user.login, await hashPassword(next));
  await keepScramKeys(user.login, next);
  await audit(actor.name, 'own.password', { accountId: user.accountId }, actor.ip);
  return { ok: true, user: await renewed(user) };
}

/** As a changed password does, with the password as it is. The caller starts a new session for the user that comes back. */
export async function signOutEverywhere(user: AuthenticatedUser, actor: Actor): Promise<AuthenticatedUser> {
  await endSessions(user.userId);
  await audit(actor.name, 'own.signOutEverywhere', { accountId: user.accountId }, actor.ip);
  return renewed(user);
}

/** The password is shown once; only its SHA-256 is kept, as it is random and cannot be guessed. */
export async function makeAppPassword(
  user: AuthenticatedUser,
  actor: Actor,
  label: string,
): Promise<{ ok: true; password: string } | { ok: false; reason: 'badLabel' }> {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'; // no l, o, 0, 1: it is typed from a screen
  const token = Array.from({ length: 20 }, () => letters[randomInt(letters.length)]).join('');
  const made = await createAppPassword(user.userId, { label, lookup: createHash('sha256').update(token).digest() });
  if (!made.ok) return { ok: false, reason: 'badLabel' };
  await audit(actor.name, 'own.appPassword.add', { accountId: user.accountId, label }, actor.ip);
  const password = token.replace(/(.{5})(?=.)/g, '$1-');
  await keepAppScramKeys(user.login, made.value.appId, password);
  return { ok: true, password };
}

export async function removeAppPassword(user: AuthenticatedUser, actor: Actor, appId: number): Promise<void> {
  await revokeAppPassword(user.userId, appId);
  await audit(actor.name, 'own.appPassword.revoke', { accountId: user.accountId, appId }, actor.ip);
}

export const ownSessions = (user: AuthenticatedUser) => listWebSessions(user.userId);

/** False when it had ended already. */
export async function endOwnSession(user: AuthenticatedUser, actor: Actor, sessionId: string): Promise<boolean> {
  const ended = await endWebSession(user.userId, sessionId);
  if (ended) await audit(actor.name, 'own.session.end', { accountId: user.accountId }, actor.ip);
  return ended;
}

export const ownAppPasswords = (user: AuthenticatedUser) => listAppPasswords(user.userId);

async function renewed(user: AuthenticatedUser): Promise<AuthenticatedUser> {
  const stored = await getUser(user.userId);
  return { ...user, sessionVersion: stored?.sessionVersion ?? user.sessionVersion };
}
