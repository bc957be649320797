/** What FETCH is asked for (RFC 9051 §6.4.5, RFC 3501 §6.4.5, RFC 7162 §3.1.4, RFC 8474 §5, RFC 3516, RFC 8514, RFC 8970). */
import { SyntaxProblem, type Cursor } from '../wire/cursor.ts';
import { encodeAstring } from '../wire/encode.ts';

export type SectionText = 'HEADER' | 'HEADER.FIELDS' | 'HEADER.FIELDS.NOT' | 'TEXT' | 'MIME';
export interface Section {
  /** `1.2` is [1, 2]; empty for the message itself. */
  part: readonly number[];
  text: SectionText | null;
  fields: readonly string[];
}
export interface Partial {
  offset: number;
  count: number;
}
const plainItems = [
  'FLAGS',
  'UID',
  'INTERNALDATE',
  'RFC822.SIZE',
  'ENVELOPE',
  'BODY',
  'BODYSTRUCTURE',
  'MODSEQ',
  'EMAILID',
  'THREADID',
  'SAVEDATE',
  'PREVIEW',
] as const;
export type PlainItem = (typeof plainItems)[number];
export type FetchItem =
  | { item: PlainItem }
  | { item: 'SECTION'; section: Section; partial: Partial | null; peek: boolean; /** How the reply names it. */ label: string }
  /** RFC 3516 §4.2: with the Content-Transfer-Encoding taken off. */
  | { item: 'BINARY'; part: readonly number[]; partial: Partial | null; peek: boolean; label: string }
  | { item: 'BINARY.SIZE'; part: readonly number[]; label: string };

const macros: Record<string, PlainItem[]> = {
  ALL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'],
  FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
  FULL: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE', 'BODY'],
};
const whole: Section = { part: [], text: null, fields: [] };
const rfc822: Record<string, FetchItem> = {
  RFC822: { item: 'SECTION', section: whole, partial: null, peek: false, label: 'RFC822' },
  'RFC822.HEADER': { item: 'SECTION', section: { ...whole, text: 'HEADER' }, partial: null, peek: true, label: 'RFC822.HEADER' },
  'RFC822.TEXT': { item: 'SECTION', section: { ...whole, text: 'TEXT' }, partial: null, peek: false, label: 'RFC822.TEXT' },
};

/** A macro, one item, or a list of items. */
export function parseFetchItems(cursor: Cursor): FetchItem[] {
  if (cursor.is('(')) return cursor.list(() => parseItem(cursor));
  const macro = macros[cursor.peekWord()];
  if (!macro) return [parseItem(cursor)];
  cursor.word();
  return macro.map((item) => ({ item }));
}

const namePattern = /[A-Za-z0-9.]+/y;

function parseItem(cursor: Cursor): FetchItem {
  const name = cursor.match(namePattern, 'something to fetch')[0].toUpperCase();
  if ((name === 'BODY' || name === 'BODY.PEEK') && cursor.is('[')) return parseSection(cursor, name === 'BODY.PEEK');
  if (/^BINARY(\.PEEK|\.SIZE)?$/.test(name)) return parseBinary(cursor, name);
  const plain = plainItems.find((item) => item === name);
  if (plain === 'PREVIEW') return parsePreview(cursor);
  if (plain) return { item: plain };
  const old = rfc822[name];
  if (old) return old;
  throw new SyntaxProblem(`${name} cannot be fetched`);
}

function parseSection(cursor: Cursor, peek: boolean): FetchItem {
  cursor.expect('[');
  const section = parseText(cursor, parsePart(cursor));
  cursor.expect(']');
  const partial = parsePartial(cursor);
  const label = `BODY[${encodeSection(section)}]${partial ? `<${partial.offset}>` : ''}`;
  return { item: 'SECTION', section, partial, peek, label };
}

/** `1.2.3`, possibly with a dot behind it when a word follows. */
function parsePart(cursor: Cursor): number[] {
  const part: number[] = [];
  while (!cursor.is(']') && /\d/.test(cursor.peekWord()[0] ?? '')) {
    if (part.push(cursor.positive()) > 200) throw new SyntaxProblem('the part is nested too deeply');
    if (!cursor.accept('.')) break;
  }
  return part;
}

function parseBinary(cursor: Cursor, name: string): FetchItem {
  cursor.expect('[');
  const part = parsePart(cursor);
  cursor.expect(']');
  const place = `[${part.join('.')}]`;
  if (name === 'BINARY.SIZE') return { item: 'BINARY.SIZE', part, label: `BINARY.SIZE${place}` };
  const partial = parsePartial(cursor);
  return { item: 'BINARY', part, partial, peek: name === 'BINARY.PEEK', label: `BINARY${place}${partial ? `<${partial.offset}>` : ''}` };
}

// RFC 8970 §3.1: LAZY asks for a preview only where it is at hand; here it always is.
function parsePreview(cursor: Cursor): FetchItem {
  if (cursor.accept(' (')) {
    if (cursor.word() !== 'LAZY') throw new SyntaxProblem('PREVIEW knows LAZY only');
    cursor.expect(')');
  }
  return { item: 'PREVIEW' };
}

function parseText(cursor: Cursor, part: number[]): Section {
  if (cursor.is(']')) return { part, text: null, fields: [] };
  const text = cursor.match(namePattern, 'a section')[0].toUpperCase();
  if (text === 'HEADER' || text === 'TEXT' || (text === 'MIME' && part.length > 0)) return { part, text, fields: [] };
  if (text !== 'HEADER.FIELDS' && text !== 'HEADER.FIELDS.NOT') throw new SyntaxProblem(`${text} is not a section`);
  cursor.space();
  const fields = cursor.list(() => cursor.astring());
  if (fields.some((name) => !/^[!-~]{1,1000}$/.test(name))) throw new SyntaxProblem('that is no name of a header field');
  if (fields.length === 0) throw new SyntaxProblem('no header field is named');
  return { part, text, fields };
}

function parsePartial(cursor: Cursor): Partial | null {
  if (!cursor.accept('<')) return null;
  const offset = cursor.number();
  cursor.expect('.');
  const count = cursor.positive();
  cursor.expect('>');
  return { offset, count };
}

export function encodeSection({ part, text, fields }: Section): string {
  const place = [...part, ...(text ? [text] : [])].join('.');
  return fields.length > 0 ? `${place} (${fields.map(encodeAstring).join(' ')})` : place;
}

/** The item as a client writes it. */
export function encodeFetchItem(item: FetchItem): string {
  if (item.item === 'BINARY.SIZE') return item.label;
  if (item.item === 'BINARY') {
    const { part, partial, peek } = item;
    return `BINARY${peek ? '.PEEK' : ''}[${part.join('.')}]${partial ? `<${partial.offset}.${partial.count}>` : ''}`;
  }
  if (item.item !== 'SECTION') return item.item;
  if (item.label.startsWith('RFC822')) return item.label;
  const { section, partial, peek } = item;
  return `BODY${peek ? '.PEEK' : ''}[${encodeSection(section)}]${partial ? `<${partial.offset}.${partial.count}>` : ''}`;
}
