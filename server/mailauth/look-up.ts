/**
 * DNS as the authentication of mail asks for it: through DNS_SERVER when it is set, answers kept for a minute, and the same question of
 * several messages asked once. Errors carry the codes of Node's resolver: ENOTFOUND and ENODATA are answers, all others are trouble.
 */
import { Resolver } from 'node:dns/promises';
import { config } from '#server/config/config.ts';

const keepMs = 60_000;
const mostKept = 10_000;

interface Kept {
  until: number;
  answer: Promise<unknown>;
}
const kept = new Map<string, Kept>();

/** In the shape that mailauth wants: `(name, type)`. */
export function askDns(name: string, type: string): Promise<string[][]> {
  const server = config().dnsServer ?? '';
  const key = `${server} ${type} ${name.toLowerCase()}`;
  const now = Date.now();
  const known = kept.get(key);
  if (known && known.until > now) return known.answer as Promise<string[][]>;
  const answer = ask(name, type, server);
  if (kept.size >= mostKept) kept.clear();
  kept.set(key, { until: now + keepMs, answer });
  // Trouble is not remembered: the next message asks again.
  answer.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTFOUND' && error.code !== 'ENODATA') kept.delete(key);
  });
  return answer as Promise<string[][]>;
}

/** For tests that change a zone. */
export const forgetAnswers = (): void => kept.clear();

async function ask(name: string, type: string, server: string): Promise<unknown> {
  // RFC 7208 §4.6.4 and §11.1: a verifier is no means to keep a server busy; a dead name server costs four seconds.
  const resolver = new Resolver({ timeout: 1500, tries: 2 });
  if (server) resolver.setServers([server]);
  return resolver.resolve(name, type);
}
