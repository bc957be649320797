/**
 * Who is behind a request of the browser. The session version is compared with the database each time, so that a changed password, a
 * suspension or "sign out everywhere" ends every session at once; so does the end of the one session in its list.
 */
import { createWebSession, endWebSession, getUser, noteLogin, seeWebSession } from '#server/store/index.ts';
import type { AuthenticatedUser } from './authenticate.ts';
import { makeSessionToken, readSessionToken, sessionCookieName, sessionCookieOptions } from './session-token.ts';

/**
 * With a request: reads its Cookie header. Without: the request that Next is rendering (server components, actions, route handlers).
 * Null when nobody is signed in or the session has been ended.
 */
export async function sessionUser(request?: Request): Promise<AuthenticatedUser | null> {
  const token = request ? cookieOf(request.headers.get('cookie') ?? '', sessionCookieName) : await cookieOfRendering();
  return token ? userOfToken(token, request?.headers.get('x-forwarded-for') ?? '') : null;
}

/** Of the request that Next is rendering: the row of web_session behind its cookie. */
export async function currentSessionId(): Promise<string | null> {
  const token = await cookieOfRendering();
  return (token && (await readSessionToken(token))?.sessionId) || null;
}

async function userOfToken(token: string, address: string): Promise<AuthenticatedUser | null> {
  const claims = await readSessionToken(token);
  if (!claims) return null;
  const user = await getUser(claims.userId);
  if (!user || user.disabledAt || user.sessionVersion !== claims.sessionVersion) return null;
  if (claims.sessionId !== null && !(await seeWebSession(claims.sessionId, user.userId, address))) return null;
  const { userId, accountId, login, isAdmin, sessionVersion } = user;
  return { userId, accountId, login, isAdmin, sessionVersion };
}

/** Signs the browser in: sets the cookie on the answer that Next is making (server action or route handler only). */
export async function startSession(user: AuthenticatedUser): Promise<void> {
  const { cookies } = await import('next/headers');
  const { secure, remoteAddress, agent } = await whereFrom();
  const sessionId = await createWebSession(user, { address: remoteAddress, agent });
  (await cookies()).set(sessionCookieName, await makeSessionToken(user, sessionId), sessionCookieOptions(secure));
  await noteLogin(user.userId);
}

/** This browser's, also for whoever has taken its cookie. */
export async function endSession(): Promise<void> {
  const token = await cookieOfRendering();
  const claims = token ? await readSessionToken(token) : null;
  if (claims?.sessionId) await endWebSession(claims.userId, claims.sessionId);
  const { cookies } = await import('next/headers');
  (await cookies()).delete(sessionCookieName);
}

/** The address and scheme of the request that Next is handling. bin/web.ts wrote these headers: they are not the client's own words. */
export async function whereFrom(): Promise<{ remoteAddress: string; secure: boolean; host: string; agent: string }> {
  const { headers } = await import('next/headers');
  const seen = await headers();
  return {
    remoteAddress: seen.get('x-forwarded-for') ?? '',
    secure: seen.get('x-forwarded-proto') === 'https',
    host: seen.get('x-forwarded-host') ?? seen.get('host') ?? 'localhost',
    agent: (seen.get('user-agent') ?? '').slice(0, 400),
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
