/** Where a section of a message lies (RFC 9051 §6.4.5.1): offsets from the start of the whole message. */
import type { StoredPart } from '../message/stored.ts';
import type { Section } from './requests/fetch-items.ts';

export interface OctetRange {
  from: number;
  to: number;
}

/**
 * Null when the message has no such part. For HEADER.FIELDS the range of the whole header that they are taken from. `root` is needed
 * only for sections with part numbers.
 */
export function sectionRange(
  { size, headerSize, root }: { size: number; headerSize: number; root?: StoredPart },
  { part, text }: Section,
): OctetRange | null {
  if (part.length === 0) {
    if (text === null) return { from: 0, to: size };
    return text === 'TEXT' ? { from: headerSize, to: size } : { from: 0, to: headerSize };
  }
  if (!root) return null;
  const found = partAt(root, part);
  if (!found) return null;
  const end = found.bodyOffset + found.bodyLength;
  if (text === null) return { from: found.bodyOffset, to: end };
  if (text === 'MIME') return { from: found.headerOffset, to: found.bodyOffset };
  const inner = found.message?.root; // HEADER and TEXT of a part are those of the message that it encloses
  if (!inner) return null;
  return text === 'TEXT' ? { from: inner.bodyOffset, to: end } : { from: inner.headerOffset, to: inner.bodyOffset };
}

/** The part by its numbers: a message that is no multipart has its body as part 1. */
export function partAt(root: StoredPart, numbers: readonly number[]): StoredPart | null {
  let holder: StoredPart | undefined = root; // whose parts are counted: a multipart, or the root of a message
  let found: StoredPart | undefined;
  for (const number of numbers) {
    if (!holder) return null;
    found = holder.type.startsWith('multipart/') && holder.children ? holder.children[number - 1] : number === 1 ? holder : undefined;
    if (!found) return null;
    holder = found.message ? found.message.root : found !== holder && found.children ? found : undefined;
  }
  return found ?? null;
}
