/** OpenPGP (RFC 9580, RFC 4880) by openpgp.js, which is loaded with the first message or key that needs it. */
import type { DecryptMessageResult, Key, PrivateKey, PublicKey } from 'openpgp';
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { cryptoKeyId } from '#lib/crypto/crypto-key.ts';
import type { NewKey } from './new-key.ts';
import { NoKeyError, type Opened, type Signature } from './signature.ts';

type VerificationResult = DecryptMessageResult['signatures'][number];

export const openpgp = () => import('openpgp');

export async function generateKey(name: string, email: string): Promise<NewKey> {
  const { generateKey: generate } = await openpgp();
  // Curve 25519 in the form that every program of the last ten years reads.
  const { privateKey } = await generate({ type: 'ecc', curve: 'curve25519Legacy', userIDs: [{ name, email }], format: 'object' });
  return newKeyOf(privateKey);
}

/** Keys in a file, armored or not; private ones are opened with the passphrase. Throws with a sentence of the library's. */
export async function readKeys(content: Uint8Array | string, passphrase: string): Promise<NewKey[]> {
  const library = await openpgp();
  const armored = typeof content === 'string' ? content : isArmored(content) ? new TextDecoder().decode(content) : null;
  const keys =
    armored === null ? await library.readKeys({ binaryKeys: content as Uint8Array }) : await library.readKeys({ armoredKeys: armored });
  return Promise.all(
    keys.map(async (key) => {
      if (!key.isPrivate()) return newKeyOf(key);
      const opened = key.isDecrypted() ? key : await library.decryptKey({ privateKey: key, passphrase });
      return newKeyOf(opened);
    }),
  );
}

const isArmored = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes.subarray(0, 400)).includes('-----BEGIN PGP');

async function newKeyOf(key: Key): Promise<NewKey> {
  const emails = key.users.flatMap(({ userID }) => (userID?.email ? [userID.email.toLowerCase()] : []));
  return {
    id: cryptoKeyId('openpgp', key.getFingerprint()),
    emails: [...new Set(emails)],
    publicKey: key.toPublic().armor(),
    secretKey: key.isPrivate() ? key.armor() : null,
  };
}

/** For a file of one's own: with a passphrase, as every program wants it. */
export async function exportSecret(secretKey: string, passphrase: string): Promise<string> {
  const library = await openpgp();
  const privateKey = await library.readPrivateKey({ armoredKey: secretKey });
  return (await library.encryptKey({ privateKey, passphrase })).armor();
}

const publicKeys = async (keys: readonly CryptoKey[]): Promise<PublicKey[]> => {
  const { readKey } = await openpgp();
  return Promise.all(keys.filter(({ kind }) => kind === 'openpgp').map(({ publicKey }) => readKey({ armoredKey: publicKey })));
};

async function privateKeys(secrets: readonly string[]): Promise<PrivateKey[]> {
  const { readPrivateKey } = await openpgp();
  return Promise.all(secrets.map((armoredKey) => readPrivateKey({ armoredKey })));
}

/** Whose keys a message is encrypted for, as the ids of their subkeys, to find out which of one's own has to be unlocked. */
export async function recipientsOf(armored: string, own: readonly CryptoKey[]): Promise<CryptoKey[]> {
  const { readMessage } = await openpgp();
  const ids = (await readMessage({ armoredMessage: armored })).getEncryptionKeyIDs();
  const keys = await publicKeys(own);
  const mine = own.filter(({ kind }) => kind === 'openpgp');
  return mine.filter((_, index) => {
    const known = keys[index]?.getKeyIDs() ?? [];
    return ids.some((id) => /^0+$/.test(id.toHex()) || known.some((one) => one.equals(id)));
  });
}

/** Throws NoKeyError when none of the secrets opens it; other faults with the library's sentence. */
export async function decrypt(armored: string, secrets: readonly string[], known: readonly CryptoKey[], from: string): Promise<Opened> {
  const library = await openpgp();
  const message = await library.readMessage({ armoredMessage: armored });
  const decryptionKeys = await privateKeys(secrets);
  if (decryptionKeys.length === 0) throw new NoKeyError();
  const verificationKeys = await publicKeys(known);
  const { data, signatures } = await library.decrypt({ message, decryptionKeys, verificationKeys, format: 'binary' });
  return { entity: new Uint8Array(data), wasEncrypted: true, signature: await judged(signatures, known, from) };
}

/** A detached signature over octets (RFC 3156 §5). */
export async function verify(signed: Uint8Array, armoredSignature: string, known: readonly CryptoKey[], from: string): Promise<Signature> {
  const library = await openpgp();
  const { signatures } = await library.verify({
    message: await library.createMessage({ binary: signed }),
    signature: await library.readSignature({ armoredSignature }),
    verificationKeys: await publicKeys(known),
    format: 'binary',
  });
  return (await judged(signatures, known, from)) ?? { status: 'bad', signer: '', keyId: null };
}

/** Text with its signature around it (RFC 9580 §7); what is shown is what was signed. */
export async function verifyCleartext(
  armored: string,
  known: readonly CryptoKey[],
  from: string,
): Promise<{ text: string; signature: Signature }> {
  const library = await openpgp();
  const message = await library.readCleartextMessage({ cleartextMessage: armored });
  const { data, signatures } = await library.verify({ message, verificationKeys: await publicKeys(known) });
  return { text: String(data), signature: (await judged(signatures, known, from)) ?? { status: 'bad', signer: '', keyId: null } };
}

/** The best of several: one that is right counts more than one whose key is unknown. */
async function judged(results: VerificationResult[], known: readonly CryptoKey[], from: string): Promise<Signature | null> {
  const order = ['good', 'untrusted', 'otherSender', 'unknownKey', 'bad'];
  const all = await Promise.all(results.map((result) => judgedOne(result, known, from)));
  return all.sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status))[0] ?? null;
}

async function judgedOne({ keyID, verified }: VerificationResult, known: readonly CryptoKey[], from: string): Promise<Signature> {
  const keys = await publicKeys(known);
  const mine = known.filter(({ kind }) => kind === 'openpgp');
  const found = mine.find((_, index) => keys[index]?.getKeys(keyID).length);
  if (!found) return { status: 'unknownKey', signer: keyID.toHex().toUpperCase(), keyId: null };
  const signer = found.emails.join(', ');
  const isRight = await verified.catch(() => false);
  const status = !isRight ? 'bad' : !found.emails.includes(from.toLowerCase()) ? 'otherSender' : found.trusted ? 'good' : 'untrusted';
  return { status, signer, keyId: found.id };
}

/** Encrypted for all of them, signed by one's own key. */
export async function encrypt(entity: string, recipients: readonly CryptoKey[], secret: string | null): Promise<string> {
  const library = await openpgp();
  return library.encrypt({
    message: await library.createMessage({ binary: new TextEncoder().encode(entity) }),
    encryptionKeys: await publicKeys(recipients),
    ...(secret ? { signingKeys: await privateKeys([secret]) } : {}),
    format: 'armored',
  });
}

/** A detached signature, and the name of its hash for `micalg`. */
export async function sign(entity: string, secret: string): Promise<{ armored: string; micalg: string }> {
  const library = await openpgp();
  const armored = await library.sign({
    message: await library.createMessage({ binary: new TextEncoder().encode(entity) }),
    signingKeys: await privateKeys([secret]),
    detached: true,
    format: 'armored',
  });
  const { packets } = await library.readSignature({ armoredSignature: armored });
  const algorithm = packets[0]?.hashAlgorithm ?? library.enums.hash.sha512;
  return { armored, micalg: `pgp-${library.enums.read(library.enums.hash, algorithm)}` };
}
