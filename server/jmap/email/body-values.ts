/** The bodyValues of an Email (RFC 8621 §4.1.4). */
import type { EmailBodyValue } from '#lib/jmap/types.ts';
import { decodePart } from '#lib/message/parts.ts';
import type { StoredPart } from '#lib/message/stored.ts';
import type { EmailSource } from './email-source.ts';

/** Text is decoded in memory: of a larger part only this many octets are shown. */
const largestPart = 16 * 1024 * 1024;

export async function bodyValue(source: EmailSource, part: StoredPart, maxBytes: number): Promise<EmailBodyValue> {
  const length = Math.min(part.bodyLength, largestPart);
  const bytes = await source.read(part.bodyOffset, part.bodyOffset + length);
  const decoded = decodePart(bytes, { ...part, headerOffset: 0, bodyOffset: 0, bodyLength: bytes.length });
  const text = (decoded.text ?? '').replaceAll('\r\n', '\n');
  const value = maxBytes > 0 ? truncate(text, maxBytes, part.type === 'text/html') : text;
  return {
    value,
    isEncodingProblem: decoded.problem ?? false,
    isTruncated: value.length < text.length || length < part.bodyLength,
  };
}

/** At most so many octets of UTF-8, not inside a character, and of HTML not inside a tag. */
export function truncate(text: string, maxBytes: number, isHtml: boolean): string {
  if (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes) return text;
  const bytes = Buffer.from(text.slice(0, maxBytes + 1));
  let end = Math.min(maxBytes, bytes.length);
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end--; // a continuation octet: go back to the character's first
  const cut = bytes.toString('utf8', 0, end);
  if (!isHtml) return cut;
  const open = cut.lastIndexOf('<');
  return open > cut.lastIndexOf('>') ? cut.slice(0, open) : cut;
}
