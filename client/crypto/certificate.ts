/** X.509 certificates of S/MIME (RFC 8550) and the files in which they come with their keys. */
import type { Certificate } from 'pkijs';
import { cryptoKeyId } from '#lib/crypto/crypto-key.ts';
import { words } from '../i18n/words.ts';
import type { NewKey } from './new-key.ts';
import { base64, octets } from './seal.ts';

export const pkijs = () => import('pkijs');

export function toPem(der: ArrayBuffer | Uint8Array, label: string): string {
  const lines = base64(new Uint8Array(der)).match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

export function fromPem(text: string, label: string): Uint8Array<ArrayBuffer>[] {
  const found = text.matchAll(new RegExp(`-----BEGIN ${label}-----([A-Za-z0-9+/=\\s]+)-----END ${label}-----`, 'g'));
  return [...found].map(([, content = '']) => octets(content));
}

export async function certificatesOf(pem: string): Promise<Certificate[]> {
  const { Certificate: Reader } = await pkijs();
  return fromPem(pem, 'CERTIFICATE').map((der) => Reader.fromBER(der));
}

/** RFC 8550 §3: the subjectAltName, else the old emailAddress of the subject. */
export function emailsOf(certificate: Certificate): string[] {
  const found = new Set<string>();
  for (const extension of certificate.extensions ?? []) {
    if (extension.extnID !== '2.5.29.17') continue;
    const { altNames = [] } = extension.parsedValue as { altNames?: { type: number; value: unknown }[] };
    for (const { type, value } of altNames) if (type === 1 && typeof value === 'string') found.add(value.toLowerCase());
  }
  for (const { type, value } of certificate.subject.typesAndValues)
    if (type === '1.2.840.113549.1.9.1') found.add(String(value.valueBlock.value).toLowerCase());
  return [...found].filter((email) => email.includes('@'));
}

export async function newKeyOf(chain: readonly Certificate[], pkcs8: ArrayBuffer | null): Promise<NewKey> {
  const [certificate] = chain;
  if (!certificate) throw new Error(words('reading')('crypto.noCertificate'));
  const der = certificate.toSchema().toBER();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', der));
  return {
    id: cryptoKeyId('smime', [...digest].map((octet) => octet.toString(16).padStart(2, '0')).join('')),
    emails: emailsOf(certificate),
    publicKey: chain.map((one) => toPem(one.toSchema().toBER(), 'CERTIFICATE')).join(''),
    secretKey: pkcs8 && toPem(pkcs8, 'PRIVATE KEY'),
  };
}

/** A certificate with its key in PEM, certificates alone, or a PKCS #12 file with its password. */
export async function readCertificates(bytes: Uint8Array<ArrayBuffer>, password: string): Promise<NewKey> {
  const text = new TextDecoder('latin1').decode(bytes);
  if (text.includes('-----BEGIN')) {
    if (/-----BEGIN (?:ENCRYPTED|RSA|EC) PRIVATE KEY-----/.test(text)) throw new Error(words('reading')('crypto.usePkcs12'));
    const [key] = fromPem(text, 'PRIVATE KEY');
    return newKeyOf(await certificatesOf(text), key?.buffer ?? null);
  }
  return readPkcs12(bytes, password);
}

const bags = { shroudedKey: '1.2.840.113549.1.12.10.1.2', certificate: '1.2.840.113549.1.12.10.1.3' };

/** RFC 7292. */
async function readPkcs12(bytes: Uint8Array<ArrayBuffer>, password: string): Promise<NewKey> {
  const { PFX, PKCS8ShroudedKeyBag, CertBag, Certificate: Reader } = await pkijs();
  const secret = new TextEncoder().encode(password).buffer;
  const file = PFX.fromBER(bytes);
  await file.parseInternalValues({ password: secret, checkIntegrity: true });
  const safe = file.parsedValue?.authenticatedSafe;
  if (!safe) throw new Error(words('reading')('crypto.noCertificate'));
  await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password: secret })) });
  const chain: Certificate[] = [];
  let pkcs8: ArrayBuffer | null = null;
  const { safeContents } = safe.parsedValue as { safeContents: { value: { safeBags: { bagId: string; bagValue: unknown }[] } }[] };
  for (const { bagId, bagValue } of safeContents.flatMap(({ value }) => value.safeBags)) {
    if (bagId === bags.certificate && bagValue instanceof CertBag && bagValue.parsedValue instanceof Reader)
      chain.push(bagValue.parsedValue);
    if (bagId === bags.shroudedKey && bagValue instanceof PKCS8ShroudedKeyBag) {
      // Declared as its own affair, though nothing else opens it.
      await (bagValue as unknown as { parseInternalValues: (given: { password: ArrayBuffer }) => Promise<void> }).parseInternalValues({
        password: secret,
      });
      pkcs8 = bagValue.parsedValue?.toSchema().toBER() ?? null;
    }
  }
  return newKeyOf(ownFirst(chain), pkcs8);
}

/** The file may have the authority's first; one's own has an address in it. */
function ownFirst(chain: readonly Certificate[]): Certificate[] {
  const own = chain.find((one) => emailsOf(one).length > 0);
  return own ? [own, ...chain.filter((one) => one !== own)] : [...chain];
}
