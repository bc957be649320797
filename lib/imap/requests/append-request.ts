/** The messages of APPEND and REPLACE (RFC 9051 §6.3.12, RFC 3502, RFC 4469, RFC 6855 §4, RFC 8508). */
import { SyntaxProblem, type Cursor } from '../wire/cursor.ts';
import { parseDateTime } from '../wire/date-time.ts';
import { parseFlags } from '../wire/flag-list.ts';

export type CatenatePart = { text: Uint8Array } | { url: string };
export interface NewMessage {
  flags: string[];
  receivedAt: Date | null;
  /** What it is put together from: one text, or the parts of CATENATE. */
  parts: CatenatePart[];
  /** It came as `UTF8 (~{n}…)`. */
  utf8: boolean;
}

/** Each begins behind a space; several are MULTIAPPEND. */
export function parseNewMessages(cursor: Cursor): NewMessage[] {
  const messages: NewMessage[] = [];
  do messages.push(parseNewMessage(cursor));
  while (cursor.accept(' '));
  return messages;
}

export function parseNewMessage(cursor: Cursor): NewMessage {
  const flags = cursor.is('(') ? parseFlags(cursor) : [];
  cursor.accept(' ');
  const receivedAt = cursor.is('"') ? parseDateTime(cursor) : null;
  if (receivedAt) cursor.space();
  const word = cursor.peekWord();
  if (word === 'CATENATE') {
    cursor.word();
    cursor.space();
    const parts = cursor.list(() => parsePart(cursor));
    if (parts.length === 0) throw new SyntaxProblem('CATENATE needs a part');
    return { flags, receivedAt, parts, utf8: false };
  }
  if (word === 'UTF8') {
    cursor.word();
    cursor.expect(' (');
    if (!cursor.atLiteral8) throw new SyntaxProblem('UTF8 takes a literal8');
    const text = cursor.literal();
    cursor.expect(')');
    return { flags, receivedAt, parts: [{ text }], utf8: true };
  }
  return { flags, receivedAt, parts: [{ text: cursor.literal() }], utf8: false };
}

function parsePart(cursor: Cursor): CatenatePart {
  const word = cursor.word();
  cursor.space();
  if (word === 'URL') return { url: cursor.astring() };
  if (word !== 'TEXT') throw new SyntaxProblem(`${word} is no part of CATENATE`);
  return { text: cursor.literal() };
}
