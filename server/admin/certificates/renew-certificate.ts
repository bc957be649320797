/** One look at the certificate: it is obtained when there is none, renewed in time, and asked for again, ever more rarely, when that failed. */
import { config } from '#server/config/config.ts';
import { lookUpAddresses } from '#server/dns/resolver.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { listDomains } from '#server/store/index.ts';
import { writeCertificateFiles } from './certificate-files.ts';
import { getKeptCertificate, getProgress, isDue, keepCertificate, setProgress } from './kept-certificate.ts';
import { obtainCertificate } from './obtain-certificate.ts';

const hour = 3_600_000;
const longestWait = 24 * hour;

export type Renewal = { done: 'obtained' | 'kept' | 'waiting' } | { done: 'failed'; error: string };

/** `force`: also when it is not due yet. */
export async function renewCertificate({ now, force = false }: { now: Date; force?: boolean }): Promise<Renewal> {
  const { acme } = config();
  if (!acme) return { done: 'kept' };
  const names = await wantedNames();
  const [kept, progress] = [await getKeptCertificate(), await getProgress()];
  if (!force && kept && !isDue(kept, names, now)) return { done: 'kept' };
  // An authority allows few failures in an hour.
  if (!force && progress?.nextAttemptAt && new Date(progress.nextAttemptAt) > now) return { done: 'waiting' };
  try {
    const made = await obtainCertificate(names, acme);
    await keepCertificate(made);
    await setProgress({ state: 'obtained', names, error: null, lastAttemptAt: now.toISOString(), nextAttemptAt: null, failures: 0 });
    await writeCertificateFiles();
    log.info('tls: a certificate was obtained', { names: names.join(' ') });
    return { done: 'obtained' };
  } catch (error) {
    const failures = (progress?.failures ?? 0) + 1;
    const wait = Math.min(longestWait, hour * 2 ** (failures - 1));
    const reason = reasonOf(error);
    const nextAttemptAt = new Date(now.getTime() + wait).toISOString();
    await setProgress({
      state: 'failed',
      names,
      error: reason.split('\n')[0] ?? reason,
      lastAttemptAt: now.toISOString(),
      nextAttemptAt,
      failures,
    });
    log.error('tls: no certificate was obtained', { names: names.join(' '), reason, next: nextAttemptAt });
    return { done: 'failed', error: reason.split('\n')[0] ?? reason };
  }
}

/** The server's own, those of ACME_NAMES, and of our domains what leads here (RFC 8461 §3.3, autoconfig). */
export async function wantedNames(): Promise<string[]> {
  const { hostname, acme } = config();
  const here = await addressesOf(hostname);
  const perhaps = (await listDomains()).flatMap(({ name }) => [`mta-sts.${name}`, `autoconfig.${name}`]);
  const found = await Promise.all(perhaps.map(async (name) => ((await addressesOf(name)).some((one) => here.includes(one)) ? [name] : [])));
  return [...new Set([hostname, ...(acme?.names ?? []), ...found.flat()])];
}

async function addressesOf(name: string): Promise<string[]> {
  const found = await lookUpAddresses(name);
  return found.kind === 'found' ? found.records : [];
}
