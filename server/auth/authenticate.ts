/**
 * The one door for names and passwords. An account password or an app password is taken; a success is remembered for minutes as an HMAC
 * under a key of this process, so that IMAP, POP3 and JMAP with Basic do not pay argon2 at each connection; the memory holds the session
 * version, so any change of credentials ends it.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { config } from '#server/config/config.ts';
import { findAppPassword, getUser, getUserByLogin } from '#server/store/index.ts';
import { mustWait, noteFailure, noteSuccess } from './guessing-guard.ts';
import { hashPassword, verifyPassword } from './password.ts';
import { keepScramKeys } from './scram-keys.ts';
import { loginOfToken } from './token-introspection.ts';

export type AuthScope = 'imap' | 'pop3' | 'sieve' | 'smtp' | 'jmap' | 'web';
export interface AuthenticatedUser {
  userId: number;
  accountId: number;
  login: string;
  isAdmin: boolean;
  sessionVersion: number;
  /** The app password that was shown, if it was one. */
  appId?: number;
}
export type AuthResult = { ok: true; user: AuthenticatedUser } | { ok: false; reason: 'credentials' | 'disabled' | 'throttled' };

const rememberMs = 5 * 60_000;
const processKey = randomBytes(32);
const remembered = new Map<string, { at: number; sessionVersion: number }>();
let dummyHash: Promise<string> | undefined;

/** `login` without `@` means that name at MAIL_DOMAIN (architecture, section 3). */
export async function authenticate(request: {
  login: string;
  password: string;
  remoteAddress: string;
  scope: AuthScope;
}): Promise<AuthResult> {
  const login = fullLogin(request.login);
  const now = Date.now();
  if ((await mustWait(request.remoteAddress, login, now)) > 0) return { ok: false, reason: 'throttled' };
  const user = await getUserByLogin(login);
  const fits = user && (await passwordFits(user, request.password, request.scope, now));
  if (!user || !fits) {
    noteFailure(request.remoteAddress, login, now);
    return { ok: false, reason: 'credentials' };
  }
  noteSuccess(request.remoteAddress, login);
  if (user.disabledAt) return { ok: false, reason: 'disabled' };
  const { userId, accountId, isAdmin, sessionVersion } = user;
  return { ok: true, user: { userId, accountId, login, isAdmin, sessionVersion, ...(fits !== true && fits) } };
}

/**
 * A bearer token (RFC 6750): an app password, or a token that the provider of OAUTH_INTROSPECTION vouches for. `login` '' means that the
 * token alone says who comes.
 */
export async function authenticateToken(request: {
  token: string;
  login: string;
  remoteAddress: string;
  scope: AuthScope;
}): Promise<AuthResult> {
  const wanted = request.login && fullLogin(request.login);
  const now = Date.now();
  if ((await mustWait(request.remoteAddress, wanted, now)) > 0) return { ok: false, reason: 'throttled' };
  const app = await findAppPassword(lookupOf(request.token));
  const named = app ? null : await loginOfToken(request.token);
  const user = app ? await getUser(app.userId) : named ? await getUserByLogin(fullLogin(named)) : null;
  if (!user || (wanted !== '' && wanted !== user.login)) {
    noteFailure(request.remoteAddress, wanted, now);
    return { ok: false, reason: 'credentials' };
  }
  if (user.disabledAt) return { ok: false, reason: 'disabled' };
  const { userId, accountId, login, isAdmin, sessionVersion } = user;
  return { ok: true, user: { userId, accountId, login, isAdmin, sessionVersion, ...(app && { appId: app.appId }) } };
}

export function fullLogin(login: string): string {
  const name = login.trim().toLowerCase();
  return name.includes('@') ? name : `${name}@${config().domain}`;
}

type Candidate = NonNullable<Awaited<ReturnType<typeof getUserByLogin>>>;

/** True for the password of the account; or which app password it is. */
async function passwordFits(user: Candidate, password: string, scope: AuthScope, now: number): Promise<boolean | { appId: number }> {
  const memory = createHmac('sha256', processKey).update(`${user.userId}\0${password}`).digest('base64');
  const known = remembered.get(memory);
  const enough = scope === 'web' || !user.hasSecondFactor;
  if (enough && known && now - known.at < rememberMs && known.sessionVersion === user.sessionVersion) return true;
  remembered.delete(memory);
  // Always one argon2, also for a user without a password, so that time does not tell who exists.
  const fits = await verifyPassword(password, user.passwordHash ?? (await (dummyHash ??= hashPassword(memory))));
  // With a second factor the password alone is worth nothing to programs, which cannot ask for more: they have app passwords.
  if (user.passwordHash && fits && enough) {
    if (remembered.size > 10_000) remembered.clear();
    remembered.set(memory, { at: now, sessionVersion: user.sessionVersion });
    if (!user.hasSecondFactor) await keepScramKeys(user.login, password);
    return true;
  }
  return scope !== 'web' && appPasswordFits(user, password);
}

// Random, so a SHA-256 is enough; never remembered, so that revoking one works at once.
async function appPasswordFits(user: Candidate, password: string): Promise<false | { appId: number }> {
  const found = await findAppPassword(lookupOf(password));
  return found?.userId === user.userId && { appId: found.appId };
}

const lookupOf = (token: string) => createHash('sha256').update(token.replaceAll(/[\s-]/g, '')).digest();
