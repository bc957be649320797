/** Signing and encrypting a letter in this browser, with what both kinds of keys need. */
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { base64Lines } from '#lib/message/write-entity.ts';
import type { Draft } from '../compose/draft/draft.ts';
import type { Identity } from '../compose/email-types.ts';
import { words } from '../i18n/words.ts';
import { newBoundary } from '../reading/send-raw.ts';
import { draftEntity, draftHeader, type LoadPart } from './compose-entity.ts';
import { keyFor, loadKeyring, lookUpKey, ownKeys, secretOf } from './keyring.ts';
import { pgpEncryptedEntity, pgpSignedEntity } from './mime.ts';
import { base64 } from './seal.ts';

export type Protection = 'sign' | 'encrypt';

/** What directories had for an address, while this page is open: each is asked once, however often recipients change. */
const lookedUp = new Map<string, Promise<CryptoKey | null>>();

function lookedUpKey(email: string): Promise<CryptoKey | null> {
  const found = lookedUp.get(email) ?? lookUpKey(email).catch(() => null);
  lookedUp.set(email, found);
  return found;
}

/** All of them, or who has none. */
export async function keysFor(emails: readonly string[], kind: CryptoKey['kind']): Promise<{ keys: CryptoKey[]; missing: string[] }> {
  const known = await loadKeyring();
  const keys: CryptoKey[] = [];
  const missing: string[] = [];
  for (const email of new Set(emails.map((one) => one.toLowerCase()))) {
    const key = keyFor(known, email, kind) ?? (kind === 'openpgp' ? await lookedUpKey(email) : null);
    if (key) keys.push(key);
    else missing.push(email);
  }
  return { keys, missing };
}

const addressed = (draft: Draft, identity: Identity) =>
  [...draft.to, ...draft.cc, ...draft.bcc, ...(identity.bcc ?? [])].map(({ email }) => email);

/** The whole message, ready to go. Throws with a sentence when a key is missing, or its passphrase was not given. */
export async function protectedMessage(draft: Draft, identity: Identity, protection: Protection, load: LoadPart): Promise<string> {
  const t = words('reading');
  const mine = ownKeys(await loadKeyring()).filter(({ emails }) => emails.includes(identity.email.toLowerCase()));
  if (mine.length === 0) throw new Error(t('crypto.protect.noOwnKey', { email: identity.email }));
  let missing: string[] = [];
  for (const kind of new Set(mine.map((key) => key.kind))) {
    const found = protection === 'encrypt' ? await keysFor(addressed(draft, identity), kind) : { keys: [], missing: [] };
    missing = found.missing;
    if (missing.length > 0) continue;
    const own = await secretOf(mine.filter((key) => key.kind === kind));
    if (!own) throw new Error(t('crypto.locked'));
    const entity = await draftEntity(draft, load);
    const inside = kind === 'openpgp' ? await pgp(entity, own, found.keys, protection) : await smime(entity, own, found.keys, protection);
    return draftHeader(draft, identity, new Date(), kind === 'openpgp' ? await keyData(own.key) : null) + inside;
  }
  throw new Error(t('crypto.protect.missing', { people: missing.join(', ') }));
}

interface Own {
  key: CryptoKey;
  secret: string;
}

async function pgp(entity: string, { key, secret }: Own, recipients: CryptoKey[], protection: Protection): Promise<string> {
  const { encrypt, sign } = await import('./openpgp.ts');
  if (protection === 'encrypt') return pgpEncryptedEntity(await encrypt(entity, [...recipients, key], secret), newBoundary());
  const { armored, micalg } = await sign(entity, secret);
  return pgpSignedEntity(entity, armored, micalg, newBoundary());
}

/** RFC 8551 §3.7: signed, then encrypted. */
async function smime(entity: string, { key, secret }: Own, recipients: CryptoKey[], protection: Protection): Promise<string> {
  const { encryptEnvelope, signDetached } = await import('./smime.ts');
  const boundary = newBoundary();
  const signed = [
    `Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256;\r\n boundary="${boundary}"\r\n\r\n--${boundary}\r\n`,
    `${entity}\r\n--${boundary}\r\nContent-Type: application/pkcs7-signature; name="smime.p7s"\r\nContent-Transfer-Encoding: base64\r\n`,
    `Content-Disposition: attachment; filename="smime.p7s"\r\n\r\n${base64Lines(await signDetached(entity, key, secret))}--${boundary}--\r\n`,
  ].join('');
  if (protection === 'sign') return signed;
  return [
    'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\n',
    `Content-Disposition: attachment; filename="smime.p7m"\r\n\r\n${base64Lines(await encryptEnvelope(signed, [...recipients, key]))}`,
  ].join('');
}

/** A draft that nobody but its writer can read: for that, one's own public key is enough. */
export async function sealedDraft(draft: Draft, identity: Identity, load: LoadPart): Promise<string> {
  const mine = ownKeys(await loadKeyring()).filter(({ emails }) => emails.includes(identity.email.toLowerCase()));
  const key = mine.find(({ kind }) => kind === 'openpgp') ?? mine[0];
  if (!key) throw new Error(words('reading')('crypto.protect.noOwnKey', { email: identity.email }));
  const entity = await draftEntity(draft, load);
  const header = draftHeader(draft, identity, new Date(), null);
  if (key.kind === 'openpgp') {
    const { encrypt } = await import('./openpgp.ts');
    return header + pgpEncryptedEntity(await encrypt(entity, [key], null), newBoundary());
  }
  const { encryptEnvelope } = await import('./smime.ts');
  const fields =
    'Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"\r\nContent-Transfer-Encoding: base64\r\n\r\n';
  return header + fields + base64Lines(await encryptEnvelope(entity, [key]));
}

/** The public key as Autocrypt wants it, without armor. */
async function keyData({ publicKey }: CryptoKey): Promise<string> {
  const { readKey } = await import('openpgp');
  return base64((await readKey({ armoredKey: publicKey })).toPublic().write());
}
