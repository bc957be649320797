/**
 * Who is behind a request of the browser. The session version is compared with the database each time, so that a changed password, a
 * suspension or "sign out everywhere" ends every session at once.
 */
import { getUser, noteLogin } from '#server/store/index.ts';
import type { AuthenticatedUser } from './authenticate.ts';
import { makeSessionToken, readSessionToken, sessionCookieName, sessionCookieOptions } from './session-token.ts';

/**
 * With a request: reads its Cookie header. Without: the request that Next is rendering (server components, actions, route handlers).
 * Null when nobody is signed in or the session has been ended.
 */
export async function sessionUser(request?: Request): Promise<AuthenticatedUser | null> {
  const token = request ? cookieOf(request.headers.get('cookie') ?? '', sessionCookieName) : await cookieOfRendering();
  return token ? userOfToken(token) : null;
}

export async function userOfToken(token: string): Promise<AuthenticatedUser | null> {
  const claims = await readSessionToken(token);
  if (!claims) return null;
  const user = await getUser(claims.userId);
  if (!user || user.disabledAt || user.sessionVersion !== claims.sessionVersion) return null;
  const { userId, accountId, login, isAdmin, sessionVersion } = user;
  return { userId, accountId, login, isAdmin, sessionVersion };
}

/** Signs the browser in: sets the cookie on the answer that Next is making (server action or route handler only). */
export async function startSession(user: AuthenticatedUser): Promise<void> {
  const { cookies } = await import('next/headers');
  const { secure } = await whereFrom();
  (await cookies()).set(sessionCookieName, await makeSessionToken(user), sessionCookieOptions(secure));
  await noteLogin(user.userId);
}

export async function endSession(): Promise<void> {
  const { cookies } = await import('next/headers');
  (await cookies()).delete(sessionCookieName);
}

/** The address and scheme of the request that Next is handling. bin/web.ts wrote these headers: they are not the client's own words. */
export async function whereFrom(): Promise<{ remoteAddress: string; secure: boolean; host: string }> {
  const { headers } = await import('next/headers');
  const seen = await headers();
  return {
    remoteAddress: seen.get('x-forwarded-for') ?? '',
    secure: seen.get('x-forwarded-proto') === 'https',
    host: seen.get('x-forwarded-host') ?? seen.get('host') ?? 'localhost',
  };
}

async function cookieOfRendering(): Promise<string | undefined> {
  const { cookies } = await import('next/headers');
  return (await cookies()).get(sessionCookieName)?.value;
}

/** RFC 6265 §4.2.1: `name=value` pairs, divided by `; `. */
function cookieOf(header: string, name: string): string | undefined {
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
