/** The HTTP API of administration: finds the operation of method and path, gathers its input, and puts its result into HTTP. */
import { mustWait, noteFailure } from '#server/auth/guessing-guard.ts';
import { readBody } from '#server/net/read-body.ts';
import { findApiKey } from '#server/store/index.ts';
import type { Caller } from '../caller.ts';
import { methodOf, pathOf, type Operation } from '../operation.ts';
import { operations } from '../operations.ts';
import { keyPrefix, lookupOf } from '../operations/api-keys.ts';
import { fromWord, inputSchema } from '../parameters.ts';
import { perform } from '../perform.ts';
import type { Failure, FailureCode } from '../result.ts';
import { apiBase, openApi, takesBody } from './openapi.ts';

const statuses: Record<FailureCode, number> = { invalid: 400, forbidden: 403, notFound: 404, conflict: 409, unavailable: 503 };
const mostBody = 32 * 1024 * 1024;

export async function answerAdminApi(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.slice(apiBase.length);
  if (path === '/openapi.json' && request.method === 'GET') return json(openApi());
  const caller = await callerOfRequest(request);
  if (caller instanceof Response) return caller;
  const found = findOperation(request.method, path);
  if (found instanceof Response) return found;
  const input = await inputOf(request, url, found);
  if (input instanceof Response) return input;
  const result = await perform(found.operation, caller, input);
  if (result.ok) return json(result.value);
  return problem(statuses[result.code], result.code, result.message, result);
}

async function callerOfRequest(request: Request): Promise<Caller | Response> {
  const ip = request.headers.get('x-forwarded-for') ?? '';
  const token = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!token) return unauthorized('Send a key of this API: Authorization: Bearer posthorn_…');
  if ((await mustWait(ip, keyPrefix, Date.now())) > 0)
    return problem(429, 'throttled', 'Too many wrong keys from this address. Wait a quarter of an hour.');
  const key = await findApiKey(lookupOf(token), ip);
  if (key) return { name: `key ${key.label}`, ip, domains: key.domains, scopes: key.scopes.includes('*') ? null : key.scopes };
  noteFailure(ip, keyPrefix, Date.now());
  return unauthorized('This key is not known, was revoked, or has expired.');
}

interface Found {
  operation: Operation;
  fromPath: Record<string, string>;
}

function findOperation(method: string, path: string): Found | Response {
  const parts = path.split('/');
  const allowed: string[] = [];
  for (const operation of [...operations].sort(fewerBraces)) {
    const fromPath = match(pathOf(operation).split('/'), parts);
    if (!fromPath) continue;
    if (methodOf(operation) === method) return { operation, fromPath };
    allowed.push(methodOf(operation));
  }
  if (allowed.length === 0) return problem(404, 'notFound', `There is no ${path} here: ${apiBase}/openapi.json describes what there is.`);
  const answer = problem(405, 'invalid', `${path} takes ${allowed.join(', ')}.`);
  answer.headers.set('allow', allowed.join(', '));
  return answer;
}

/** `/accounts/bulk` before `/accounts/{email}`. */
const fewerBraces = (one: Operation, other: Operation) => one.http.split('{').length - other.http.split('{').length;

function match(pattern: string[], parts: string[]): Record<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const found: Record<string, string> = {};
  for (const [index, piece] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (!piece.startsWith('{')) {
      if (piece !== part) return null;
      continue;
    }
    try {
      found[piece.slice(1, -1)] = decodeURIComponent(part);
    } catch {
      return null;
    }
  }
  return found;
}

async function inputOf(request: Request, url: URL, { operation, fromPath }: Found): Promise<Record<string, unknown> | Response> {
  const { properties } = inputSchema(operation);
  const words = Object.entries(takesBody(operation) ? fromPath : { ...Object.fromEntries(url.searchParams), ...fromPath });
  const given = Object.fromEntries(words.map(([name, word]) => [name, fromWord(properties[name], word)]));
  if (!takesBody(operation)) return given;
  const octets = await readBody(request, mostBody).catch(() => null);
  if (!octets) return problem(400, 'invalid', 'The body is too big, or broke off.');
  if (octets.length === 0) return given;
  try {
    const body: unknown = JSON.parse(octets.toString());
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return { ...body, ...given };
  } catch {
    // falls through to the same answer
  }
  return problem(400, 'invalid', 'The body must be a JSON object.');
}

const json = (value: unknown): Response =>
  new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json', 'cache-control': 'no-store' } });

function problem(status: number, title: string, detail: string, why?: Failure): Response {
  const body = { type: 'about:blank', title, status, detail, problem: why?.problem, errors: why?.issues };
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
  });
}

function unauthorized(detail: string): Response {
  const answer = problem(401, 'unauthorized', detail);
  answer.headers.set('www-authenticate', 'Bearer');
  return answer;
}
