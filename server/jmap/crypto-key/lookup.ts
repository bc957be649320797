/**
 * CryptoKey/lookup {email}, ours: the key that the domain of an address publishes for it (OpenPGP Web Key Directory,
 * draft-koch-openpgp-webkey-service §3.1), asked by the server so that the domain does not learn who asks; the advanced place first.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { fetchPublic, FetchRefused } from '#server/net/fetch-public.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';

const largest = 200_000;

export const cryptoKeyLookup = method({
  name: 'CryptoKey/lookup',
  capability: capability.keys,
  args: { email: z.string().max(320) },
  async run(_context, { email }) {
    const places = webKeyAddresses(email);
    if (!places) throw new MethodError('invalidArguments', 'email: that is no address.');
    for (const place of places) {
      const body = await fetched(place);
      if (body) return { key: body.toString('base64'), source: 'wkd' };
    }
    return { key: null };
  },
});

async function fetched(address: string): Promise<Buffer | null> {
  try {
    const { status, body } = await fetchPublic(address, { maxOctets: largest, timeoutMs: 8000, secureOnly: true, maxRedirects: 3 });
    return status === 200 && body.length > 0 && !body.toString('latin1', 0, 9).startsWith('<') ? body : null;
  } catch (error) {
    if (error instanceof FetchRefused) return null; // there is no such directory: most domains have none
    throw error;
  }
}

/** Null for what is no address. */
export function webKeyAddresses(email: string): [advanced: string, direct: string] | null {
  const at = email.lastIndexOf('@');
  const [local, domain] = [email.slice(0, at), email.slice(at + 1).toLowerCase()];
  if (at < 1 || !/^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/.test(domain)) return null;
  const hash = zBase32(createHash('sha1').update(local.toLowerCase()).digest());
  const query = `?l=${encodeURIComponent(local)}`;
  return [
    `https://openpgpkey.${domain}/.well-known/openpgpkey/${domain}/hu/${hash}${query}`,
    `https://${domain}/.well-known/openpgpkey/hu/${hash}${query}`,
  ];
}

/** RFC 6189 §5.1.6. */
export function zBase32(bytes: Uint8Array): string {
  const letters = 'ybndrfg8ejkmcpqxot1uwisza345h769';
  let text = '';
  let [bits, held] = [0, 0];
  for (const octet of bytes) {
    held = ((held << 8) | octet) & 0xffff;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += letters[(held >>> (bits - 5)) & 31] ?? '';
  }
  return bits > 0 ? text + (letters[(held << (5 - bits)) & 31] ?? '') : text;
}
