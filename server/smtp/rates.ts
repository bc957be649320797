/**
 * What one address may do in a minute: connections, messages, recipients (SMTP_…_PER_MINUTE). Counted in this process, in windows of a
 * minute; an IPv6 network of 64 bits is one address, as one customer has it.
 */
import { config } from '#server/config/config.ts';
import { networkOf } from '#server/net/network-of.ts';

export type Counted = 'connections' | 'messages' | 'recipients';

const windowMs = 60_000;
const maxEntries = 50_000; // an attacker with many addresses must not fill memory
const counts = new Map<string, { since: number; n: number }>();

/** Counts one; true when that is more than SMTP_…_PER_MINUTE allows. */
export function exceedsRate(what: Counted, address: string, now: number): boolean {
  const most = config().smtpRates[what];
  if (most === 0) return false;
  const key = `${what} ${networkOf(address)}`;
  const count = counts.get(key);
  if (count && now - count.since < windowMs) return ++count.n > most;
  counts.delete(key); // so that the map stays in the order of time
  counts.set(key, { since: now, n: 1 });
  if (counts.size > maxEntries) for (const old of [...counts.keys()].slice(0, maxEntries / 2)) counts.delete(old);
  return false;
}
