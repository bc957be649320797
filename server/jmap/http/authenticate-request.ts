/**
 * Who sends an HTTP request to JMAP. The webmail comes with its session cookie; everything that changes something must then come from our
 * own pages (RFC 6454 Origin), so that no other site can act for a signed-in person. Other clients come with Basic or Bearer.
 */
import { createHash } from 'node:crypto';
import { authenticate, authenticateToken, type AuthenticatedUser, type AuthResult } from '#server/auth/authenticate.ts';
import { sessionUser } from '#server/auth/session.ts';
import { appPasswordIsLive, findAppPassword, getUser } from '#server/store/index.ts';
import { originOf } from './origin.ts';
import { problem } from './problem.ts';

export interface Caller {
  user: AuthenticatedUser;
  byCookie: boolean;
  /** The app password that was shown, if it was one. */
  appId: number | null;
}
export type Authentication = { ok: true; caller: Caller } | { ok: false; response: Response };

export async function authenticateRequest(request: Request): Promise<Authentication> {
  const authorization = request.headers.get('authorization');
  if (authorization) return byHeader(request, authorization);
  const user = await sessionUser(request);
  if (!user) return { ok: false, response: unauthorized(request) };
  if (!isSafe(request.method) && !comesFromOurPages(request)) return { ok: false, response: ofAnotherSite() };
  return { ok: true, caller: { user, byCookie: true, appId: null } };
}

/**
 * A web socket is opened by a GET, may change anything, and no browser asks us first (CORS is not for it): by cookie it is for our own
 * pages alone (RFC 6455 §10.2).
 */
export async function authenticateUpgrade(request: Request): Promise<Authentication> {
  const auth = await authenticateRequest(request);
  return auth.ok && auth.caller.byCookie && !comesFromOurPages(request) ? { ok: false, response: ofAnotherSite() } : auth;
}

/** The user as the account stands now, or null when the session or credentials behind the caller have been ended. */
export async function stillAllowed(request: Request, caller: Caller): Promise<boolean> {
  if (caller.byCookie) return (await sessionUser(request)) !== null;
  if (caller.appId !== null && !(await appPasswordIsLive(caller.appId))) return false;
  const user = await getUser(caller.user.userId);
  return user !== null && !user.disabledAt && user.sessionVersion === caller.user.sessionVersion;
}

async function byHeader(request: Request, authorization: string): Promise<Authentication> {
  const [scheme = '', credentials = ''] = authorization.split(/ +/, 2);
  switch (scheme.toLowerCase()) {
    case 'basic':
      return byBasic(request, credentials);
    case 'bearer':
      return byBearer(request, credentials);
    default:
      return { ok: false, response: unauthorized(request) };
  }
}

/** RFC 7617: the first colon divides; UTF-8. */
async function byBasic(request: Request, credentials: string): Promise<Authentication> {
  const pair = Buffer.from(credentials, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 1) return { ok: false, response: unauthorized(request) };
  const [login, password] = [pair.slice(0, colon), pair.slice(colon + 1)];
  const result = await authenticate({ login, password, remoteAddress: addressOf(request), scope: 'jmap' });
  return answerOf(request, result, password);
}

/** RFC 6750: an app password by itself, or a token of the provider that OAUTH_INTROSPECTION names. */
async function byBearer(request: Request, token: string): Promise<Authentication> {
  return answerOf(request, await authenticateToken({ token, login: '', remoteAddress: addressOf(request), scope: 'jmap' }), token);
}

async function answerOf(request: Request, result: AuthResult, secret: string): Promise<Authentication> {
  if (result.ok) {
    const app = await findAppPassword(createHash('sha256').update(secret.replaceAll(/[\s-]/g, '')).digest());
    return { ok: true, caller: { user: result.user, byCookie: false, appId: app?.userId === result.user.userId ? app.appId : null } };
  }
  if (result.reason === 'throttled')
    return { ok: false, response: problem(429, 'Too many wrong passwords. Wait a minute.', { 'retry-after': '60' }) };
  if (result.reason === 'disabled') return { ok: false, response: problem(403, 'This account is suspended.') };
  return { ok: false, response: unauthorized(request) };
}

const addressOf = (request: Request) => request.headers.get('x-forwarded-for') ?? '';

/** A browser would answer a challenge with its own password window over the webmail, so it gets none. */
function unauthorized(request: Request): Response {
  const { headers } = request;
  const isBrowser = headers.has('x-requested-with') || headers.has('sec-fetch-site') || (headers.get('cookie') ?? '') !== '';
  return problem(401, 'Sign in first.', isBrowser ? {} : { 'www-authenticate': 'Basic realm="Posthorn", charset="UTF-8"' });
}

const ofAnotherSite = () => problem(403, 'The request does not come from a page of this server.');
const isSafe = (method: string) => method === 'GET' || method === 'HEAD';

/** Every browser sends Origin with a POST; a cookie without it is not a browser's page of ours. */
function comesFromOurPages(request: Request): boolean {
  const origin = request.headers.get('origin');
  return origin !== null && origin === originOf(request);
}
