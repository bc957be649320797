/** HTTP-01 (RFC 8555 §8.3): what the authority asks for on port 80, to see that the name is ours. */
import type { ServerResponse } from 'node:http';
import { log, reasonOf } from '#server/log/log.ts';
import { getServerState } from '#server/store/index.ts';

export const challengePath = '/.well-known/acme-challenge/';

export async function answerChallenge(url: string, response: ServerResponse): Promise<void> {
  const token = url.slice(challengePath.length);
  const known = /^[\w-]{1,200}$/.test(token) ? await getServerState<string>(`acme challenge ${token}`).catch(failed) : null;
  response.writeHead(known === null ? 404 : 200, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' });
  response.end(known ?? 'There is no such challenge.\n');
}

function failed(error: unknown): null {
  log.error('web: a challenge of ACME could not be answered', { reason: reasonOf(error) });
  return null;
}
