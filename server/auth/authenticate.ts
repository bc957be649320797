/**
 * The one door for names and passwords. An account password or an app password is taken; a success is remembered for minutes as an HMAC
 * under a key of this process, so that IMAP, POP3 and JMAP with Basic do not pay argon2 at each connection; the memory holds the session
 * version, so any change of credentials ends it.
 */
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { config } from '#server/config/config.ts';
import { findAppPassword, getUserByLogin } from '#server/store/index.ts';
import { mustWait, noteFailure, noteSuccess } from './guessing-guard.ts';
import { hashPassword, verifyPassword } from './password.ts';

export type AuthScope = 'imap' | 'pop3' | 'smtp' | 'jmap' | 'web';
export interface AuthenticatedUser {
  userId: number;
  accountId: number;
  login: string;
  isAdmin: boolean;
  sessionVersion: number;
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
  if (mustWait(request.remoteAddress, login, now) > 0) return { ok: false, reason: 'throttled' };
  const user = await getUserByLogin(login);
  if (!user || !(await passwordFits(user, request.password, request.scope, now))) {
    noteFailure(request.remoteAddress, login, now);
    return { ok: false, reason: 'credentials' };
  }
  noteSuccess(request.remoteAddress, login);
  if (user.disabledAt) return { ok: false, reason: 'disabled' };
  const { userId, accountId, isAdmin, sessionVersion } = user;
  return { ok: true, user: { userId, accountId, login, isAdmin, sessionVersion } };
}

export function fullLogin(login: string): string {
  const name = login.trim().toLowerCase();
  return name.includes('@') ? name : `${name}@${config().domain}`;
}

type Candidate = NonNullable<Awaited<ReturnType<typeof getUserByLogin>>>;

async function passwordFits(user: Candidate, password: string, scope: AuthScope, now: number): Promise<boolean> {
  const memory = createHmac('sha256', processKey).update(`${user.userId}\0${password}`).digest('base64');
  const known = remembered.get(memory);
  if (known && now - known.at < rememberMs && known.sessionVersion === user.sessionVersion) return true;
  remembered.delete(memory);
  // Always one argon2, also for a user without a password, so that time does not tell who exists.
  const fits = await verifyPassword(password, user.passwordHash ?? (await (dummyHash ??= hashPassword(memory))));
  if (user.passwordHash && fits) {
    if (remembered.size > 10_000) remembered.clear();
    remembered.set(memory, { at: now, sessionVersion: user.sessionVersion });
    return true;
  }
  return scope !== 'web' && appPasswordFits(user, password);
}

// Random, so a SHA-256 is enough; never remembered, so that revoking one works at once.
async function appPasswordFits(user: Candidate, password: string): Promise<boolean> {
  const token = password.replaceAll(/[\s-]/g, '');
  const found = await findAppPassword(createHash('sha256').update(token).digest());
  return found?.userId === user.userId;
}
