/** Encoded words in headers (RFC 2047), read leniently and written strictly. */
import { decodeCharset } from './charset.ts';
import { bytesOf, decodeUnlabelled } from './octets.ts';
import { decodeBase64 } from './transfer-encoding.ts';

const word = /=\?([^?\s]{1,60})\?([bq])\?([^?]*)\?=/gi;

interface Piece {
  charset: string;
  /** Of words in a row. */
  bytes: Uint8Array[];
}

/** An unstructured value, given one character per octet: encoded words decoded, white space between two of them dropped (§6.2). */
export function decodeWords(binary: string): string {
  if (!binary.includes('=?')) return decodeUnlabelled(binary);
  let text = '';
  let pending: Piece | undefined;
  let after = 0;
  const finish = () => {
    if (pending) text += decodeCharset(joined(pending.bytes), pending.charset).text;
    pending = undefined;
  };
  for (const match of binary.matchAll(word)) {
    const [whole, label = '', kind = '', content = ''] = match;
    const between = binary.slice(after, match.index);
    const charset = (label.split('*')[0] ?? '').toLowerCase(); // RFC 2231 §5: a language may follow
    const bytes = kind.toLowerCase() === 'b' ? decodeBase64(bytesOf(content)) : decodeQ(content);
    const joins = pending !== undefined && /^\s*$/.test(between);
    if (joins && pending?.charset === charset) {
      pending.bytes.push(bytes); // a character may be cut between two words
    } else {
      finish();
      if (!joins) text += decodeUnlabelled(between);
      pending = { charset, bytes: [bytes] };
    }
    after = match.index + whole.length;
  }
  finish();
  return text + decodeUnlabelled(binary.slice(after));
}

function decodeQ(content: string): Uint8Array {
  const plain = content.replaceAll('_', ' ').replaceAll(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return bytesOf(plain);
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let length = 0;
  for (const piece of pieces) {
    all.set(piece, length);
    length += piece.length;
  }
  return all;
}

/** As encoded words of at most 75 characters, divided by spaces, when the text is not plain ASCII; else the text itself. */
export function encodeWords(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text) && !text.includes('=?')) return text;
  const words: string[] = [];
  let chunk = '';
  for (const character of text) {
    if (encodedLength(chunk + character) > 60) {
      words.push(chunk);
      chunk = '';
    }
    chunk += character;
  }
  if (chunk) words.push(chunk);
  return words.map((part) => `=?utf-8?Q?${encodeQ(part)}?=`).join(' ');
}

const encodedLength = (text: string) => encodeQ(text).length;

function encodeQ(text: string): string {
  let out = '';
  for (const octet of new TextEncoder().encode(text)) {
    const character = String.fromCharCode(octet);
    if (/[A-Za-z0-9!*+/-]/.test(character)) out += character;
    else out += octet === 32 ? '_' : `=${octet.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return out;
}
