/** Answers that are not JMAP responses. */
import { StorageFault } from '#server/s3/s3-storage.ts';
import { storageAway, type RequestError } from '../errors.ts';

const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** RFC 7807. */
export function problem(status: number, detail: string, headers: Record<string, string> = {}): Response {
  return problemOf({ type: 'about:blank', status, detail }, status, headers);
}

export function problemOfRequest(error: RequestError): Response {
  return problemOf(error.problem, error.status);
}

/** Runs `work`; when the storage of messages is away, says so (RFC 9110 §15.6.4). */
export async function unlessStorageIsAway(work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StorageFault)) throw error;
    return problem(503, storageAway(error).message, { 'retry-after': '30' });
  }
}

export function json(body: unknown, status = 200): Response {
  return Response.json(body, { status, headers: common });
}

function problemOf(body: object, status: number, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { ...common, ...headers, 'content-type': 'application/problem+json' } });
}
