/** Encrypted and signed messages as MIME says them (RFC 3156, RFC 8551): what is inside, and how one is put together. */
import { readMimeTree, type ParsedPart } from '#lib/message/mime-tree.ts';
import { decodePart, everyPart } from '#lib/message/parts.ts';

export type Wrapping =
  | { kind: 'pgpEncrypted'; armored: string }
  | { kind: 'pgpSigned'; signed: Uint8Array<ArrayBuffer>; armored: string }
  | { kind: 'smimeSigned'; signed: Uint8Array<ArrayBuffer>; signature: Uint8Array }
  | { kind: 'smimeOpaque'; content: Uint8Array };

/** What a message or entity is wrapped in; null for a plain one. */
export function wrappingOf(bytes: Uint8Array<ArrayBuffer>): Wrapping | null {
  const root = readMimeTree(bytes);
  if (root.type === 'multipart/encrypted') return encrypted(bytes, root);
  if (root.type === 'multipart/signed') return signed(bytes, root);
  if (/^application\/(?:x-)?pkcs7-mime$/.test(root.type)) return { kind: 'smimeOpaque', content: decodePart(bytes, root).bytes };
  // Mailing lists and gateways put what they add around it.
  const inner = [...everyPart(root)].find(({ type }) => type === 'multipart/encrypted' || type === 'multipart/signed') as
    ParsedPart | undefined;
  if (inner?.type === 'multipart/encrypted') return encrypted(bytes, inner);
  return inner ? signed(bytes, inner) : null;
}

function encrypted(bytes: Uint8Array, part: ParsedPart): Wrapping | null {
  const content = part.children?.find(({ type }) => type !== 'application/pgp-encrypted');
  const armored = content ? new TextDecoder().decode(decodePart(bytes, content).bytes) : '';
  return armored.includes('-----BEGIN PGP MESSAGE-----') ? { kind: 'pgpEncrypted', armored } : null;
}

/** RFC 1847 §2.1: the first part with its header, up to the line end before the boundary, which belongs to it. */
function signed(bytes: Uint8Array<ArrayBuffer>, part: ParsedPart): Wrapping | null {
  const [content, signature] = part.children ?? [];
  if (!content || !signature) return null;
  const octets = withCrlf(bytes.subarray(content.headerOffset, content.bodyOffset + content.bodyLength));
  const value = decodePart(bytes, signature).bytes;
  if (signature.type === 'application/pgp-signature')
    return { kind: 'pgpSigned', signed: octets, armored: new TextDecoder().decode(value) };
  if (/^application\/(?:x-)?pkcs7-signature$/.test(signature.type)) return { kind: 'smimeSigned', signed: octets, signature: value };
  return null;
}

/** Signatures are made over lines that end with CRLF, however the message is kept. */
function withCrlf(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let bare = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) if (bytes[at - 1] !== 13) bare++;
  if (bare === 0) return bytes;
  const whole = new Uint8Array(bytes.length + bare);
  let to = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 10 && bytes[at - 1] !== 13) whole[to++] = 13;
    whole[to++] = bytes[at] ?? 0;
  }
  return whole;
}

/** RFC 3156 §4. */
export function pgpEncryptedEntity(armored: string, boundary: string): string {
  return [
    `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted";\r\n boundary="${boundary}"\r\n\r\n`,
    `--${boundary}\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n`,
    `--${boundary}\r\nContent-Type: application/octet-stream; name="encrypted.asc"\r\n`,
    `Content-Disposition: inline; filename="encrypted.asc"\r\n\r\n${crlf(armored)}\r\n--${boundary}--\r\n`,
  ].join('');
}

/** RFC 3156 §5. */
export function pgpSignedEntity(entity: string, armored: string, micalg: string, boundary: string): string {
  return [
    `Content-Type: multipart/signed; micalg=${micalg}; protocol="application/pgp-signature";\r\n boundary="${boundary}"\r\n\r\n`,
    `--${boundary}\r\n${entity}\r\n--${boundary}\r\nContent-Type: application/pgp-signature; name="signature.asc"\r\n`,
    `Content-Disposition: attachment; filename="signature.asc"\r\n\r\n${crlf(armored)}\r\n--${boundary}--\r\n`,
  ].join('');
}

const crlf = (text: string) => text.trim().replaceAll(/\r?\n/g, '\r\n');
