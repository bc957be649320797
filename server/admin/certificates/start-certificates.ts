/** Looks after the certificate once an hour, in one process of all machines. */
import { config } from '#server/config/config.ts';
import { startRounds } from '#server/log/rounds.ts';
import { renewCertificate } from './renew-certificate.ts';

/** Returns what stops it. */
export function startCertificates(everyMs = 3_600_000): () => Promise<void> {
  if (!config().acme) return () => Promise.resolve();
  const complaint = 'tls: the certificate could not be looked after';
  return startRounds({ everyMs, atOnce: true, complaint }, () => renewCertificate({ now: new Date() }));
}
