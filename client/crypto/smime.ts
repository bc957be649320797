/** S/MIME (RFC 8551) over CMS (RFC 5652) by pkijs, which is loaded with the first message that needs it. */
import type { EnvelopedData, RecipientInfo } from 'pkijs';
import type { CryptoKey } from '#lib/crypto/crypto-key.ts';
import { words } from '../i18n/words.ts';
import { certificatesOf, emailsOf, fromPem, newKeyOf, pkijs } from './certificate.ts';
import { unwrapPkcs1 } from './rsa-unwrap.ts';
import type { Opened, Signature } from './signature.ts';

const oids = {
  data: '1.2.840.113549.1.7.1',
  signed: '1.2.840.113549.1.7.2',
  enveloped: '1.2.840.113549.1.7.3',
  rsa: '1.2.840.113549.1.1.1',
};

/** Those of one's own keys that a message is encrypted for. Null: it is not encrypted, only wrapped with its signature. */
export async function smimeRecipients(content: Uint8Array, own: readonly CryptoKey[]): Promise<CryptoKey[] | null> {
  const { ContentInfo, EnvelopedData: Reader } = await pkijs();
  const info = ContentInfo.fromBER(new Uint8Array(content));
  if (info.contentType !== oids.enveloped) return null;
  const envelope = new Reader({ schema: info.content });
  const mine: CryptoKey[] = [];
  for (const key of own) if (key.kind === 'smime' && (await recipientIndex(envelope, key)) >= 0) mine.push(key);
  return mine;
}

async function recipientIndex({ recipientInfos }: EnvelopedData, key: CryptoKey): Promise<number> {
  const { IssuerAndSerialNumber, KeyTransRecipientInfo } = await pkijs();
  const [certificate] = await certificatesOf(key.publicKey);
  return recipientInfos.findIndex(({ value }: RecipientInfo) => {
    if (!(value instanceof KeyTransRecipientInfo) || !(value.rid instanceof IssuerAndSerialNumber) || !certificate) return false;
    return value.rid.serialNumber.isEqual(certificate.serialNumber) && value.rid.issuer.isEqual(certificate.issuer);
  });
}

/** What is inside an application/pkcs7-mime. */
export async function openOpaque(
  content: Uint8Array,
  own: { key: CryptoKey; secret: string } | null,
  keys: readonly CryptoKey[],
  from: string,
): Promise<Opened> {
  const { ContentInfo, EnvelopedData: Reader, SignedData } = await pkijs();
  const info = ContentInfo.fromBER(new Uint8Array(content));
  if (info.contentType === oids.signed) {
    const inside = new SignedData({ schema: info.content }).encapContentInfo.eContent?.getValue();
    if (!inside) throw new Error(words('reading')('crypto.nothingInside'));
    return { entity: new Uint8Array(inside), wasEncrypted: false, signature: await verifySigned(content, null, keys, from) };
  }
  if (info.contentType !== oids.enveloped || !own) throw new Error(words('reading')('crypto.unknownForm'));
  const entity = await decryptEnvelope(new Reader({ schema: info.content }), own);
  return { entity, wasEncrypted: true, signature: null };
}

async function decryptEnvelope(
  envelope: EnvelopedData,
  { key, secret }: { key: CryptoKey; secret: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const { KeyTransRecipientInfo } = await pkijs();
  const [pkcs8] = fromPem(secret, 'PRIVATE KEY');
  const [recipientCertificate] = await certificatesOf(key.publicKey);
  const index = await recipientIndex(envelope, key);
  const recipient = envelope.recipientInfos[index]?.value;
  if (!pkcs8 || !recipientCertificate || !recipient) throw new Error(words('reading')('crypto.unknownForm'));
  if (!(recipient instanceof KeyTransRecipientInfo) || recipient.keyEncryptionAlgorithm.algorithmId !== oids.rsa)
    return new Uint8Array(await envelope.decrypt(index, { recipientCertificate, recipientPrivateKey: pkcs8 }));
  const raw = await unwrapPkcs1(new Uint8Array(recipient.encryptedKey.getValue()), pkcs8);
  const { contentEncryptionAlgorithm: algorithm } = envelope.encryptedContentInfo;
  const isCbc = /^2\.16\.840\.1\.101\.3\.4\.1\.(?:2|22|42)$/.test(algorithm.algorithmId);
  if (!raw || !isCbc) throw new Error(words('reading')('crypto.unknownCipher'));
  const iv = (algorithm.algorithmParams as { valueBlock: { valueHexView: Uint8Array<ArrayBuffer> } }).valueBlock.valueHexView;
  const cipher = await crypto.subtle.importKey('raw', raw, 'AES-CBC', false, ['decrypt']);
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, cipher, envelope.encryptedContentInfo.getEncryptedContent()));
}

/** A signature, over octets that stand beside it, or (null) over what it holds itself. */
export async function verifySigned(
  signature: Uint8Array,
  octets: Uint8Array<ArrayBuffer> | null,
  keys: readonly CryptoKey[],
  from: string,
): Promise<Signature> {
  const { ContentInfo, SignedData } = await pkijs();
  const signed = new SignedData({ schema: ContentInfo.fromBER(new Uint8Array(signature)).content });
  try {
    const { signatureVerified, signerCertificate } = await signed.verify({
      ...{ signer: 0, checkChain: false, extendedMode: true },
      ...(octets ? { data: octets.slice().buffer } : {}),
    });
    if (!signerCertificate) return { status: 'unknownKey', signer: '', keyId: null };
    const emails = emailsOf(signerCertificate);
    const found = await newKeyOf([signerCertificate], null);
    const known = keys.find(({ id }) => id === found.id);
    const isOf = emails.includes(from.toLowerCase());
    const status = !signatureVerified ? 'bad' : !isOf ? 'otherSender' : known?.trusted ? 'good' : 'untrusted';
    return { status, signer: emails.join(', '), keyId: known?.id ?? null, ...(known || !signatureVerified ? {} : { found }) };
  } catch {
    return { status: 'bad', signer: '', keyId: null }; // changed, or not what it says
  }
}

/** RFC 8551 §3.5.3: a signature apart, as DER, with the certificates that go with it. */
export async function signDetached(entity: string, key: CryptoKey, secret: string): Promise<Uint8Array> {
  const { ContentInfo, EncapsulatedContentInfo, IssuerAndSerialNumber, SignedData, SignerInfo } = await pkijs();
  const certificates = await certificatesOf(key.publicKey);
  const [certificate] = certificates;
  const [pkcs8] = fromPem(secret, 'PRIVATE KEY');
  if (!certificate || !pkcs8) throw new Error(words('reading')('crypto.noCertificate'));
  const { issuer, serialNumber } = certificate;
  const signed = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: oids.data }),
    signerInfos: [new SignerInfo({ version: 1, sid: new IssuerAndSerialNumber({ issuer, serialNumber }) })],
    certificates,
  });
  const isEc = certificate.subjectPublicKeyInfo.algorithm.algorithmId === '1.2.840.10045.2.1';
  const algorithm = isEc ? { name: 'ECDSA', namedCurve: 'P-256' } : { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const privateKey = await crypto.subtle.importKey('pkcs8', pkcs8, algorithm, true, ['sign']);
  await signed.sign(privateKey, 0, 'SHA-256', new TextEncoder().encode(entity).buffer);
  return new Uint8Array(new ContentInfo({ contentType: oids.signed, content: signed.toSchema(true) }).toSchema().toBER());
}

/** RFC 8551 §3.3, with AES-256-CBC and RSA-OAEP. */
export async function encryptEnvelope(entity: string, recipients: readonly CryptoKey[]): Promise<Uint8Array> {
  const { ContentInfo, EnvelopedData: Writer } = await pkijs();
  const envelope = new Writer({ version: 2 });
  for (const { publicKey } of recipients) {
    const [certificate] = await certificatesOf(publicKey);
    if (certificate) envelope.addRecipientByCertificate(certificate, { oaepHashAlgorithm: 'SHA-256' });
  }
  await envelope.encrypt({ name: 'AES-CBC', length: 256 } as Algorithm, new TextEncoder().encode(entity).buffer);
  return new Uint8Array(new ContentInfo({ contentType: oids.enveloped, content: envelope.toSchema() }).toSchema().toBER());
}
