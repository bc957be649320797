/**
 * For a peer without 8BITMIME (RFC 6152 §3): every part that holds octets above 127 is encoded as quoted-printable or base64, and nothing
 * else is touched. Header fields are left as they are: what cannot be said there in ASCII is SMTPUTF8's matter.
 */
import type { StoredPart } from '../message/stored.ts';
import { decodeTransfer } from '../message/transfer-encoding.ts';
import { lineFaults } from './line-faults.ts';
import { concat, encode, octetString } from './octets.ts';

/** `root` is the tree of this very message. */
export function toSevenBit(message: Uint8Array, root: StoredPart): Uint8Array {
  return has8Bit(message) ? convert(message, root, has8Bit, '7bit') : message;
}

/**
 * What our users wrote, as every server takes it: 7-bit, and no line of a part longer than 998 octets (RFC 5321 §4.5.3.1.6: there are
 * servers that refuse such a message). What is signed by S/MIME or OpenPGP keeps its lines: another form of them breaks the signature.
 */
export function toEveryServer(message: Uint8Array, root: StoredPart): Uint8Array {
  return isTooWide(message) ? convert(message, root, isTooWide, '7bit') : message;
}

/**
 * For whatever cannot hold what BODY=BINARYMIME brings (RFC 3030 §3): mailboxes that are read by lines, and peers without BINARYMIME.
 * Parts with a NUL, or a CR or LF by itself, become base64; null when such an octet stands outside of any part.
 */
export function withoutBinary(message: Uint8Array, root: StoredPart): Uint8Array | null {
  if (!isBinary(message)) return message;
  const converted = convert(message, root, isBinary, '8bit');
  return isBinary(converted) ? null : converted;
}

const has8Bit = (bytes: Uint8Array) => bytes.some((octet) => octet > 0x7f);
const isTooWide = (bytes: Uint8Array) => has8Bit(bytes) || hasLongLine(bytes);
const isBinary = (bytes: Uint8Array) => Object.values(lineFaults(bytes)).includes(true);

const longest = 998; // without its CRLF

/** More than a server must take (RFC 5321 §4.5.3.1.6). */
export function hasLongLine(bytes: Uint8Array): boolean {
  let from = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, from)) {
    if (at - from > longest + 1) return true;
    from = at + 1;
  }
  return bytes.length - from > longest;
}

function convert(message: Uint8Array, part: StoredPart, asked: (bytes: Uint8Array) => boolean, outer: '7bit' | '8bit'): Uint8Array {
  const needs = asked === isTooWide && part.type === 'multipart/signed' ? has8Bit : asked;
  const end = part.bodyOffset + part.bodyLength;
  const header = message.subarray(part.headerOffset, part.bodyOffset);
  const body = message.subarray(part.bodyOffset, end);
  if (!needs(body)) return concat(header, body);
  const inner = part.children ?? (part.message ? [part.message.root] : []);
  if (inner.length > 0) {
    const pieces: Uint8Array[] = [];
    let at = part.bodyOffset;
    for (const child of inner) {
      pieces.push(message.subarray(at, child.headerOffset), convert(message, child, needs, outer));
      at = child.bodyOffset + child.bodyLength;
    }
    pieces.push(message.subarray(at, end));
    return concat(withEncoding(header, outer), ...pieces);
  }
  const content = decodeTransfer(body, part.encoding); // what is encoded already, if badly, is not encoded twice
  if (part.type.startsWith('text/') && outer === '7bit') return concat(withEncoding(header, 'quoted-printable'), quotedPrintable(content));
  return concat(withEncoding(header, 'base64'), base64Lines(content));
}

function withEncoding(header: Uint8Array, encoding: string): Uint8Array {
  const text = octetString(header);
  const field = /^content-transfer-encoding[ \t]*:.*(?:\r\n[ \t].*)*\r\n/im.exec(text);
  const line = encode(`Content-Transfer-Encoding: ${encoding}\r\n`);
  if (field) return concat(header.subarray(0, field.index), line, header.subarray(field.index + field[0].length));
  // Without one, it goes in front of the empty line; MIME-Version makes it mean something (RFC 2045 §4).
  const at = text.endsWith('\r\n\r\n') || text === '\r\n' ? header.length - 2 : header.length;
  return concat(header.subarray(0, at), line, header.subarray(at));
}

/** RFC 2045 §6.7. */
export function quotedPrintable(body: Uint8Array): Uint8Array {
  const lines = octetString(body).split('\r\n');
  return encode(lines.map(encodeLine).join('\r\n'));
}

function encodeLine(line: string): string {
  const encoded = line.replaceAll(/[^\t -<>-~]|[\t ]$/g, (char) => `=${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
  const cut: string[] = [];
  let rest = encoded;
  while (rest.length > 76) {
    let at = 75;
    if (rest[at - 1] === '=') at -= 1;
    else if (rest[at - 2] === '=') at -= 2;
    cut.push(`${rest.slice(0, at)}=`);
    rest = rest.slice(at);
  }
  return [...cut, rest].join('\r\n');
}

/** RFC 2045 §6.8. */
function base64Lines(body: Uint8Array): Uint8Array {
  const lines: string[] = [];
  for (let at = 0; at < body.length; at += 57) lines.push(btoa(octetString(body.subarray(at, at + 57))));
  return encode(`${lines.join('\r\n')}\r\n`);
}
