/** Keys from a file: OpenPGP, armored or not, or certificates. */
import { keepKey } from './keyring.ts';
import type { NewKey } from './new-key.ts';

/** How many were kept; or that a passphrase is needed, as there is a secret key among them. `password` is the file's own. */
export async function importKeys(
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  password: string,
  passphrase: string | null,
): Promise<number | 'needsPassphrase'> {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4000));
  const isX509 = /\.(?:p12|pfx|crt|cer|pem)$/i.test(name) || head.includes('-----BEGIN CERTIFICATE') || head.includes('PRIVATE KEY-----');
  const isSmime = isX509 && !head.includes('-----BEGIN PGP');
  const keys: NewKey[] = isSmime
    ? [await (await import('./certificate.ts')).readCertificates(bytes, password)]
    : await (await import('./openpgp.ts')).readKeys(bytes, password);
  if (keys.some(({ secretKey }) => secretKey) && !passphrase) return 'needsPassphrase';
  for (const key of keys) await keepKey(key, isSmime ? 'smime' : 'openpgp', 'file', passphrase);
  return keys.length;
}
