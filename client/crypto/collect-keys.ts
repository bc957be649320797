/** Keys that come with messages, kept so that answers can be encrypted. Nobody has compared them, and the reader is told so. */
import { keepKey, keyFor, loadKeyring } from './keyring.ts';
import { octets } from './seal.ts';
import type { Signature } from './signature.ts';

/** Autocrypt 1.1 §2.1: of the sender alone, and only when there is none yet: a key that is known is not changed behind one's back. */
export async function keepAutocrypt(field: string | null | undefined, from: string): Promise<void> {
  if (!field || field.length > 50_000) return;
  const attributes = new Map(
    field.split(';').map((part) => [part.slice(0, part.indexOf('=')).trim().toLowerCase(), part.slice(part.indexOf('=') + 1).trim()]),
  );
  const address = attributes.get('addr')?.toLowerCase();
  const data = attributes.get('keydata');
  if (!data || address !== from.toLowerCase() || keyFor(await loadKeyring(), from, 'openpgp')) return;
  try {
    const { readKeys } = await import('./openpgp.ts');
    const [key] = await readKeys(octets(data), '');
    if (key) await keepKey({ ...key, secretKey: null, emails: [address] }, 'openpgp', 'autocrypt', null);
  } catch {
    // not a key: the message is read all the same
  }
}

/** The certificate of a right signature of the sender's. */
export async function keepFound(signature: Signature | null): Promise<void> {
  if (signature?.found && signature.status === 'untrusted') await keepKey(signature.found, 'smime', 'message', null);
}
