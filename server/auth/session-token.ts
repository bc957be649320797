/**
 * The session cookie: a JWT of next-auth, encrypted under a key derived from the installation's secret. It names the user and the session
 * version it was made at; whether that version still stands is asked of the database at each request (session.ts), so nothing in the
 * token has to be believed for longer than that.
 */
import { decode, encode } from 'next-auth/jwt';
import { config } from '#server/config/config.ts';
import type { AuthenticatedUser } from './authenticate.ts';

export const sessionCookieName = 'posthorn.session';
export const sessionSeconds = 30 * 24 * 60 * 60;

export interface SessionClaims {
  userId: number;
  sessionVersion: number;
  /** The row of web_session; tokens of tests have none. */
  sessionId: string | null;
}

/** Attributes of the cookie. `secure` when the browser came by HTTPS: a cookie marked so would be dropped on http://localhost. */
export function sessionCookieOptions(secure: boolean) {
  return { httpOnly: true, sameSite: 'lax', path: '/', secure, maxAge: sessionSeconds } as const;
}

export function makeSessionToken(
  user: Pick<AuthenticatedUser, 'userId' | 'login' | 'sessionVersion'>,
  sessionId: string | null = null,
): Promise<string> {
  const token = { sub: String(user.userId), email: user.login, userId: user.userId, sessionVersion: user.sessionVersion, sessionId };
  return encode({ token, secret: config().secret, maxAge: sessionSeconds });
}

/** Null for a token that is not ours, was changed, or has expired. */
export async function readSessionToken(token: string): Promise<SessionClaims | null> {
  const claims = await decode({ token, secret: config().secret }).catch(() => null);
  if (!claims) return null;
  const { userId, sessionVersion, sessionId } = claims;
  if (typeof userId !== 'number' || typeof sessionVersion !== 'number') return null;
  return { userId, sessionVersion, sessionId: typeof sessionId === 'string' ? sessionId : null };
}
