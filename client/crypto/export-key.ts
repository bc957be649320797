/** A key as a file, for another program. */
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { saveBytes } from '../reading/files/save-file.ts';
import { unseal } from './seal.ts';

export function exportPublic(key: CryptoKey): void {
  saveBytes(new TextEncoder().encode(key.publicKey), fileName(key, ''));
}

/** The passphrase is asked for anew, and goes with an OpenPGP key into the file. False: that is not it. */
export async function exportWithSecret(key: CryptoKey, passphrase: string): Promise<boolean> {
  const secret = key.secret && (await unseal(key.secret, passphrase));
  if (!secret) return false;
  const text = key.kind === 'openpgp' ? await (await import('./openpgp.ts')).exportSecret(secret, passphrase) : `${key.publicKey}${secret}`;
  saveBytes(new TextEncoder().encode(text), fileName(key, '-secret'));
  return true;
}

const fileName = ({ emails, kind }: CryptoKey, what: string) => `${emails[0] ?? 'key'}${what}.${kind === 'openpgp' ? 'asc' : 'pem'}`;
