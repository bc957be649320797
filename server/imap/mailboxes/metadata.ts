/** What GETMETADATA, LIST and SETMETADATA know of annotations (RFC 5464). */
import { encodeAstring } from '#lib/imap/wire/encode.ts';
import { config } from '#server/config/config.ts';
import { listAnnotations } from '#server/store/index.ts';
import type { Session } from '../session/session.ts';
import { wireName, type Place } from './tree.ts';

/** RFC 5464 §4.1 asks for at least 1,024 octets and 10 entries. */
export const mostOctets = 64 * 1024;
export const mostAnnotations = 200;

export interface Entry {
  entry: string;
  value: Buffer;
}

/** Null: the server's own, of which `/shared/admin` says whom to ask (RFC 5464 §3.2.1.1). */
export async function readAnnotations(session: Session, place: Place | null): Promise<Entry[]> {
  const found = await listAnnotations(place?.accountId ?? session.accountId, place?.mailbox.mailboxId ?? 0, session.accountId);
  const entries = found.flatMap(({ entry, value }) => (value ? [{ entry, value }] : []));
  if (!place) entries.unshift({ entry: '/shared/admin', value: Buffer.from(`mailto:postmaster@${config().domain}`) });
  return entries;
}

/** RFC 5464 §3.3: `l` and one of these. */
export function mayAnnotate({ rights }: Place): boolean {
  return rights.includes('l') && /[rswip]/.test(rights);
}

/** `METADATA "INBOX" (/private/comment "…")`. */
export function metadataLine(session: Session, path: string, entries: readonly { entry: string; value: Buffer | null }[]): Buffer {
  const pairs = entries.flatMap(({ entry, value }, n) => [`${n === 0 ? '' : ' '}${encodeAstring(entry)} `, ...encodeValue(value)]);
  const pieces = [`METADATA ${wireName(session, path)} (`, ...pairs, ')'];
  return Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : piece)));
}

/** A value with line ends or 8-bit octets is a literal: its octets, whatever they are. */
function encodeValue(value: Buffer | null): (string | Buffer)[] {
  if (value === null) return ['NIL'];
  const text = value.toString('latin1');
  if (/^[\u0020-\u007e]*$/.test(text) && text.length <= 1000) return [`"${text.replace(/["\\]/g, '\\$&')}"`];
  return [`${value.includes(0) ? '~' : ''}{${value.length}}\r\n`, value];
}

/** RFC 9590 §3: what LIST asked for; an entry that is not there is NIL. */
export async function wantedMetadata(session: Session, place: Place, wanted: readonly string[]): Promise<Buffer> {
  const known = mayAnnotate(place) ? await readAnnotations(session, place) : [];
  const entries = wanted.map((entry) => ({ entry, value: known.find((one) => one.entry === entry)?.value ?? null }));
  return metadataLine(session, place.path, entries);
}
