/** Relative IMAP URLs of a message or a part of one, as CATENATE takes them (RFC 4469 §3, RFC 5092 §9). */
import { Cursor, SyntaxProblem } from '../wire/cursor.ts';
import { parseFetchItems, type Partial, type Section } from './fetch-items.ts';
import { decodeUtf8 } from '../wire/octets.ts';

export interface MessageUrl {
  /** Null: the selected mailbox. */
  mailbox: string | null;
  uidvalidity: number | null;
  uid: number;
  section: Section;
  partial: Partial | null;
}

const pattern =
  /^(?:\/?([^;]*?)(?:;UIDVALIDITY=(\d{1,10}))?\/)?;UID=(\d{1,10})(?:\/;SECTION=([^;/]+(?:\/[^;/]+)*?))?(?:\/;PARTIAL=(\d{1,10})(?:\.(\d{1,10}))?)?$/i;

/** Null for what is no such URL; one with a server in front is none (RFC 4469 §3). */
export function parseMessageUrl(url: string): MessageUrl | null {
  if (/^(imap:|\/\/)/i.test(url)) return null;
  const match = pattern.exec(url);
  if (!match) return null;
  const [, name, uidvalidity, uid, section, offset, count] = match;
  const mailbox = name ? decode(name) : null;
  const wanted = section === undefined ? '' : decode(section);
  if ((name && mailbox === null) || wanted === null || Number(uid) === 0) return null;
  const item = readSection(wanted);
  if (!item) return null;
  const partial = offset === undefined ? null : { offset: Number(offset), count: count === undefined ? 4_294_967_295 : Number(count) };
  return { mailbox, uidvalidity: uidvalidity === undefined ? null : Number(uidvalidity), uid: Number(uid), section: item, partial };
}

function decode(text: string): string | null {
  const octets = text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return decodeUtf8(octets);
}

function readSection(text: string): Section | null {
  try {
    const cursor = new Cursor({ text: `BODY.PEEK[${text}]`, literals: [] });
    const [item] = parseFetchItems(cursor);
    cursor.end();
    return item?.item === 'SECTION' ? item.section : null;
  } catch (error) {
    if (error instanceof SyntaxProblem) return null;
    throw error;
  }
}
