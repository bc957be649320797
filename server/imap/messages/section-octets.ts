/** The octets of BODY[…] sections, exactly as stored. */
import type { FetchItem } from '#lib/imap/fetch-items.ts';
import { pickHeaderFields } from '#lib/imap/header-fields.ts';
import { sectionRange, type OctetRange } from '#lib/imap/section-range.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { ConnectionClosed, type Connection } from '#server/net/connection.ts';
import { readMessage, type FetchRow } from '#server/store/index.ts';

type SectionItem = FetchItem & { item: 'SECTION' };
/** Null: the message has no such part. Large ones are streamed from their range. */
export type SectionOctets = { length: number; bytes: Uint8Array } | { length: number; range: OctetRange } | null;

const streamedFrom = 1024 * 1024;

/** One read of the message when several sections of it are asked for, else just the range. */
export async function readSections(row: FetchRow, items: readonly SectionItem[]): Promise<SectionOctets[]> {
  const whole = items.length > 1 && row.size < streamedFrom ? readMessage(row) : null;
  const read = async ({ from, to }: OctetRange): Promise<Uint8Array> =>
    whole ? (await whole).subarray(from, to) : readMessage(row, from, to);
  const found: SectionOctets[] = [];
  for (const item of items) found.push(await readSection(row, item, read));
  return found;
}

async function readSection(row: FetchRow, item: SectionItem, read: (range: OctetRange) => Promise<Uint8Array>): Promise<SectionOctets> {
  const { section, partial } = item;
  const range = sectionRange(row, section);
  if (!range) return null;
  if (section.fields.length > 0) {
    const fields = pickHeaderFields(await read(range), section.fields, section.text === 'HEADER.FIELDS.NOT');
    const bytes = partial ? fields.subarray(partial.offset, partial.offset + partial.count) : fields;
    return { length: bytes.length, bytes };
  }
  // RFC 9051 §6.4.5: a partial that begins past the end is the empty string.
  const from = Math.min(range.to, range.from + (partial?.offset ?? 0));
  const to = Math.min(range.to, from + (partial?.count ?? Infinity));
  if (to - from > streamedFrom) return { length: to - from, range: { from, to } };
  const bytes = to > from ? await read({ from, to }) : new Uint8Array();
  return { length: bytes.length, bytes };
}

/** Piece by piece, at the pace of the reader. In the middle of a literal nothing can be said: a fault ends the connection. */
export async function streamSection(connection: Connection, row: FetchRow, { range }: { range: OctetRange }): Promise<void> {
  for (let from = range.from; from < range.to; from += streamedFrom) {
    const piece = await readMessage(row, from, Math.min(range.to, from + streamedFrom)).catch((error: unknown) => {
      log.error('imap: a message could not be read', { emailId: row.emailId, reason: reasonOf(error) });
      connection.destroy();
      throw new ConnectionClosed('a message could not be read');
    });
    connection.write(piece);
    await connection.flush();
  }
}
