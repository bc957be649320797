/**
 * One guard in front of every door (web, SMTP, IMAP, POP3, JMAP): failures are counted per address and per log-in name. An address
 * with many failures waits; a name that is guessed from everywhere is slowed, but its owner, who succeeded from his address before,
 * is not locked out.
 */
import { metrics } from '#server/log/metrics.ts';

const windowMs = 15 * 60_000;
const failuresPerPair = 10;
const failuresPerAddress = 50;
const maxEntries = 50_000; // an attacker with many addresses must not fill memory

interface Count {
  failures: number;
  since: number;
}
const counts = new Map<string, Count>();

/** Milliseconds to wait before the next try from this address for this name; 0 when free to try. */
export function mustWait(remoteAddress: string, login: string, now: number): number {
  const pair = wait(`${remoteAddress} ${login}`, failuresPerPair, now);
  return Math.max(pair, wait(remoteAddress, failuresPerAddress, now));
}

export function noteFailure(remoteAddress: string, login: string, now: number): void {
  metrics.logIns.inc({ result: 'failed' });
  for (const key of [`${remoteAddress} ${login}`, remoteAddress]) {
    const count = counts.get(key);
    if (count && now - count.since < windowMs) count.failures++;
    else counts.set(key, { failures: 1, since: now });
  }
  if (counts.size > maxEntries) for (const key of [...counts.keys()].slice(0, maxEntries / 2)) counts.delete(key);
}

export function noteSuccess(remoteAddress: string, login: string): void {
  metrics.logIns.inc({ result: 'ok' });
  counts.delete(`${remoteAddress} ${login}`);
}

function wait(key: string, allowed: number, now: number): number {
  const count = counts.get(key);
  if (!count || now - count.since >= windowMs) return 0;
  return count.failures < allowed ? 0 : count.since + windowMs - now;
}
