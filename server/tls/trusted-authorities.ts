/** Whose certificates are believed when another server's must be right: the system's authorities, and those of TLS_TRUSTED_CA. */
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { config } from '#server/config/config.ts';

let known: { file: string | null; all: string[] } | undefined;

export function trustedAuthorities(): string[] {
  const { trustedCa: file } = config();
  if (known?.file !== file) known = { file, all: [...rootCertificates, ...(file ? [readFileSync(file, 'utf8')] : [])] };
  return known.all;
}
