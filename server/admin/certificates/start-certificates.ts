/** Looks after the certificate once an hour, in one process of all machines. */
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { renewCertificate } from './renew-certificate.ts';

/** Returns what stops it. */
export function startCertificates(everyMs = 3_600_000): () => Promise<void> {
  if (!config().acme) return () => Promise.resolve();
  let running = look();
  const timer = setInterval(() => {
    running = running.then(look);
  }, everyMs);
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function look(): Promise<void> {
  try {
    await renewCertificate({ now: new Date() });
  } catch (error) {
    log.error('tls: the certificate could not be looked after', { reason: reasonOf(error) });
  }
}
