/** The octets of BODY[…] sections, exactly as stored, and of BINARY[…], decoded (RFC 3516 §4). */
import type { FetchItem, Partial } from '#lib/imap/requests/fetch-items.ts';
import { pickHeaderFields } from '#lib/imap/header-fields.ts';
import { partAt, sectionRange, type OctetRange } from '#lib/imap/section-range.ts';
import { decodeTransfer } from '#lib/message/transfer-encoding.ts';
import { log, reasonOf } from '#server/log/log.ts';
import type { Connection } from '#server/net/connection.ts';
import { readMessage, type FetchRow } from '#server/store/index.ts';

export type OctetItem = Extract<FetchItem, { item: 'SECTION' | 'BINARY' | 'BINARY.SIZE' }>;
/** Null: the message has no such part. 'unknownEncoding': nobody here can decode it. Large ones are streamed from their range. */
export type SectionOctets =
  | { length: number; bytes: Uint8Array; /** RFC 3516 §4.2: it may hold NUL, and then goes as a literal8. */ binary?: boolean }
  | { length: number; range: OctetRange }
  | { size: number }
  | 'unknownEncoding'
  | null;

export interface Held {
  octets: Buffer;
  from: number;
}

const streamedFrom = 1024 * 1024;
const encodings = new Set(['7bit', '8bit', 'binary', 'base64', 'quoted-printable']);

export const isOctetItem = (item: FetchItem): item is OctetItem =>
  item.item === 'SECTION' || item.item === 'BINARY' || item.item === 'BINARY.SIZE';

/** What has to be read of a message for these items, in one piece; null when there is nothing, or too much for memory. */
export function neededRange(row: FetchRow, items: readonly OctetItem[]): OctetRange | null {
  const filled = items.flatMap((item): OctetRange[] => {
    const range = sectionRange(row, item.item === 'SECTION' ? item.section : { part: item.part, text: null, fields: [] });
    return range && range.to > range.from ? [range] : [];
  });
  if (filled.length === 0) return null;
  const from = Math.min(...filled.map((range) => range.from));
  const to = Math.max(...filled.map((range) => range.to));
  return to - from <= streamedFrom ? { from, to } : null;
}

/** `held`: octets that were read already, and where they begin. */
export async function readSections(row: FetchRow, items: readonly OctetItem[], held: Held | null): Promise<SectionOctets[]> {
  const read = async ({ from, to }: OctetRange): Promise<Uint8Array> =>
    held && from >= held.from && to <= held.from + held.octets.length
      ? held.octets.subarray(from - held.from, to - held.from)
      : readMessage(row, from, to);
  const found: SectionOctets[] = [];
  for (const item of items) found.push(await (item.item === 'SECTION' ? readSection(row, item, read) : readBinary(row, item, read)));
  return found;
}

async function readSection(
  row: FetchRow,
  item: Extract<OctetItem, { item: 'SECTION' }>,
  read: (range: OctetRange) => Promise<Uint8Array>,
): Promise<SectionOctets> {
  const { section, partial } = item;
  const range = sectionRange(row, section);
  if (!range) return null;
  if (section.fields.length > 0) {
    const fields = pickHeaderFields(await read(range), section.fields, section.text === 'HEADER.FIELDS.NOT');
    const bytes = partial ? fields.subarray(partial.offset, partial.offset + partial.count) : fields;
    return { length: bytes.length, bytes };
  }
  return octetsOfRange(range, partial, read);
}

/** RFC 9051 §6.4.5: a partial that begins past the end is the empty string. */
async function octetsOfRange(
  range: OctetRange,
  partial: Partial | null,
  read: (range: OctetRange) => Promise<Uint8Array>,
): Promise<SectionOctets> {
  const from = Math.min(range.to, range.from + (partial?.offset ?? 0));
  const to = Math.min(range.to, from + (partial?.count ?? Infinity));
  if (to - from > streamedFrom) {
    await read({ from: to - 1, to }); // what cannot be read is told before the literal begins; the trace lines in front are at hand
    return { length: to - from, range: { from, to } };
  }
  const bytes = to > from ? await read({ from, to }) : new Uint8Array();
  return { length: bytes.length, bytes };
}

async function readBinary(
  row: FetchRow,
  item: Exclude<OctetItem, { item: 'SECTION' }>,
  read: (range: OctetRange) => Promise<Uint8Array>,
): Promise<SectionOctets> {
  const range = sectionRange(row, { part: item.part, text: null, fields: [] });
  if (!range) return null;
  const found = item.part.length > 0 && row.root ? partAt(row.root, item.part) : null;
  // RFC 3516 §4.2: a multipart, a message and the whole have no encoding of their own to take off.
  const encoding = !found || found.children || found.message ? '8bit' : found.encoding;
  if (!encodings.has(encoding)) return 'unknownEncoding';
  const plain = encoding !== 'base64' && encoding !== 'quoted-printable';
  if (item.item === 'BINARY.SIZE' && plain) return { size: range.to - range.from };
  if (item.item === 'BINARY' && plain) {
    const octets = await octetsOfRange(range, item.partial, read);
    return octets && typeof octets === 'object' && 'bytes' in octets ? { ...octets, binary: true } : octets;
  }
  const decoded = decodeTransfer(await read(range), encoding);
  if (item.item === 'BINARY.SIZE') return { size: decoded.length };
  const { partial } = item;
  const bytes = partial ? decoded.subarray(partial.offset, partial.offset + partial.count) : decoded;
  return { length: bytes.length, bytes, binary: true };
}

/** Piece by piece, at the pace of the reader. In the middle of a literal nothing can be said: a fault ends the connection. */
export async function streamSection(connection: Connection, row: FetchRow, { range }: { range: OctetRange }): Promise<void> {
  for (let from = range.from; from < range.to; from += streamedFrom) {
    const piece = await readMessage(row, from, Math.min(range.to, from + streamedFrom)).catch((error: unknown) => {
      log.error('imap: a message could not be read', { emailId: row.emailId, reason: reasonOf(error) });
      return connection.breakOff('a message could not be read');
    });
    connection.write(piece);
    await connection.flush();
  }
}
