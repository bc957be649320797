/**
 * One guard in front of every door (web, SMTP, IMAP, POP3, JMAP, API): failures are counted per address and per log-in name. A pair with
 * many failures waits in this process; an address with many, in all processes together, is blocked for an hour, where administrators see
 * it. A name that is guessed from everywhere does not lock out its owner, who succeeded from his address before. An IPv6 network of 64 bits
 * counts as one address: its owner has more of them than could ever be blocked.
 */
import ipaddr from 'ipaddr.js';
import { log, reasonOf } from '#server/log/log.ts';
import { metrics } from '#server/log/metrics.ts';
import { networkOf } from '#server/net/network-of.ts';
import { blockAddress, countLoginFailures, insertLoginFailures, listBlockedAddresses } from '#server/store/index.ts';

const windowMs = 15 * 60_000;
const failuresPerPair = 10;
const failuresPerAddress = 50;
const blockedMs = 60 * 60_000;
const maxEntries = 50_000; // an attacker with many addresses must not fill memory
const blocksFreshMs = 1000;
const flushMs = 500;
const mostWaiting = 5000;

interface Count {
  failures: number;
  since: number;
}
const counts = new Map<string, Count>();
let blocks: { at: number; networks: { network: string; until: number | null }[] } = { at: 0, networks: [] };
let waiting: { remoteAddress: string; login: string }[] = [];
let timer: NodeJS.Timeout | undefined;

/** Milliseconds to wait before the next try from this address for this name; 0 when free to try. */
export async function mustWait(remoteAddress: string, login: string, now: number): Promise<number> {
  const network = networkOf(remoteAddress);
  const pair = wait(`${network} ${login}`, failuresPerPair, now);
  return Math.max(pair, wait(network, failuresPerAddress, now), await blockedFor(remoteAddress, now));
}

export function noteFailure(remoteAddress: string, login: string, now: number): void {
  metrics.logIns.inc({ result: 'failed' });
  const network = networkOf(remoteAddress);
  for (const key of [`${network} ${login}`, network]) {
    const count = counts.get(key);
    if (count && now - count.since < windowMs) count.failures++;
    else counts.set(key, { failures: 1, since: now });
  }
  if (counts.size > maxEntries) for (const key of [...counts.keys()].slice(0, maxEntries / 2)) counts.delete(key);
  if (waiting.length < mostWaiting) waiting.push({ remoteAddress: network, login });
  timer ??= setTimeout(() => {
    flushFailures().catch((error: unknown) => log.warn('guard: failures were not written', { reason: reasonOf(error) }));
  }, flushMs).unref();
}

export function noteSuccess(remoteAddress: string, login: string): void {
  metrics.logIns.inc({ result: 'ok' });
  counts.delete(`${networkOf(remoteAddress)} ${login}`);
}

function wait(key: string, allowed: number, now: number): number {
  const count = counts.get(key);
  if (!count || now - count.since >= windowMs) return 0;
  return count.failures < allowed ? 0 : count.since + windowMs - now;
}

/** Written together, and looked over: the address that fails too often in all processes is blocked in all of them. */
export async function flushFailures(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const batch = waiting;
  waiting = [];
  if (batch.length === 0) return;
  await insertLoginFailures(batch);
  // A proxy or a program on this machine speaks for many: those are only slowed.
  const strangers = [...new Set(batch.map(({ remoteAddress }) => remoteAddress))].filter(isStranger);
  for (const { remoteAddress, failures } of await countLoginFailures(strangers, new Date(Date.now() - windowMs))) {
    if (failures < failuresPerAddress) continue;
    const last = batch.findLast((one) => one.remoteAddress === remoteAddress)?.login ?? '';
    await blockAddress({ network: remoteAddress, reason: last, madeBy: 'guard', expiresAt: new Date(Date.now() + blockedMs) });
    log.warn('guard: an address is blocked', { address: remoteAddress, failures, login: last });
  }
}

const isStranger = (network: string): boolean => {
  const [address = ''] = network.split('/');
  return ipaddr.isValid(address) && ipaddr.process(address).range() !== 'loopback';
};

async function blockedFor(remoteAddress: string, now: number): Promise<number> {
  if (!ipaddr.isValid(remoteAddress)) return 0;
  if (now - blocks.at > blocksFreshMs) {
    const networks = await listBlockedAddresses();
    blocks = { at: now, networks: networks.map(({ network, expiresAt }) => ({ network, until: expiresAt?.getTime() ?? null })) };
  }
  const hit = blocks.networks.find(({ network, until }) => (until === null || until > now) && holds(network, remoteAddress));
  return hit ? (hit.until ?? now + blockedMs) - now : 0;
}

function holds(network: string, address: string): boolean {
  const [one, other] = [ipaddr.process(address), ipaddr.isValidCIDR(network) ? ipaddr.parseCIDR(network) : null];
  if (!other) return ipaddr.isValid(network) && ipaddr.process(network).toString() === one.toString();
  return one.kind() === other[0].kind() && one.match(other);
}
