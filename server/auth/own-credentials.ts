/** What people do with their own credentials: change the password, make and revoke app passwords, end every session. */
import { createHash, randomInt } from 'node:crypto';
import { audit, createAppPassword, endSessions, getUser, listAppPasswords, revokeAppPassword, setPassword } from '#server/store/index.ts';
import { authenticate, type AuthenticatedUser } from './authenticate.ts';
import { hashPassword } from './password.ts';
import { keepAppScramKeys, keepScramKeys } from './scram-keys.ts';

type Actor = { name: string; ip: string };
export type CredentialsChanged = { ok: true; user: AuthenticatedUser } | { ok: false; message: string };

/** Ends every session, also the one that asks: the caller starts a new one for the user that comes back. */
export async function changePassword(user: AuthenticatedUser, actor: Actor, current: string, next: string): Promise<CredentialsChanged> {
  if (next.length < 8) return { ok: false, message: 'The new password must have at least 8 characters.' };
  const known = await authenticate({ login: user.login, password: current, remoteAddress: actor.ip, scope: 'web' });
  if (!known.ok) {
    const message = known.reason === 'throttled' ? 'Too many tries. Wait a few minutes.' : 'The current password is not right.';
    return { ok: false, message };
  }
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
): Promise<{ ok: true; password: string } | { ok: false; message: string }> {
  const letters = 'abcdefghijkmnpqrstuvwxyz23456789'; // no l, o, 0, 1: it is typed from a screen
  const token = Array.from({ length: 20 }, () => letters[randomInt(letters.length)]).join('');
  const made = await createAppPassword(user.userId, { label, lookup: createHash('sha256').update(token).digest() });
  if (!made.ok) return { ok: false, message: 'Give the program a name of at most 100 characters.' };
  await audit(actor.name, 'own.appPassword.add', { accountId: user.accountId, label }, actor.ip);
  const password = token.replace(/(.{5})(?=.)/g, '$1-');
  await keepAppScramKeys(user.login, made.value.appId, password);
  return { ok: true, password };
}

export async function removeAppPassword(user: AuthenticatedUser, actor: Actor, appId: number): Promise<void> {
  await revokeAppPassword(user.userId, appId);
  await audit(actor.name, 'own.appPassword.revoke', { accountId: user.accountId, appId }, actor.ip);
}

export const ownAppPasswords = (user: AuthenticatedUser) => listAppPasswords(user.userId);

async function renewed(user: AuthenticatedUser): Promise<AuthenticatedUser> {
  const stored = await getUser(user.userId);
  return { ...user, sessionVersion: stored?.sessionVersion ?? user.sessionVersion };
}
