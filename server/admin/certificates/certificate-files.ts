/** The files that this machine's listeners show: those that ACME has obtained are written where TLS_CERT and TLS_KEY point. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { config } from '#server/config/config.ts';
import { log } from '#server/log/log.ts';
import { startRounds } from '#server/log/rounds.ts';
import { getKeptCertificate } from './kept-certificate.ts';

const lookEveryMs = 60_000;

/** True when they were not the same. The listeners look at them by themselves, and no session is dropped. */
export async function writeCertificateFiles(): Promise<boolean> {
  const { acme, tlsCert, tlsKey } = config();
  if (!acme || !tlsCert || !tlsKey) return false;
  const kept = await getKeptCertificate();
  if (!kept || readText(tlsCert) === kept.cert) return false;
  replace(tlsKey, kept.key, 0o600);
  replace(tlsCert, kept.cert, 0o644); // last: who watches it finds the key in place
  return true;
}

/** Returns what stops it. */
export function keepCertificateFiles(): () => Promise<void> {
  if (!config().acme) return () => Promise.resolve();
  return startRounds({ everyMs: lookEveryMs, atOnce: true, complaint: 'tls: the certificate could not be written' }, async () => {
    if (await writeCertificateFiles()) log.info('tls: the new certificate is in place');
  });
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** Whole or not at all. */
function replace(file: string, text: string, mode: number): void {
  writeFileSync(`${file}.new`, text, { mode });
  renameSync(`${file}.new`, file);
}
