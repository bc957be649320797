/** The header section of a message or a part: fields with their places, whatever is wrong with them (RFC 5322 §2.2). */
import { binaryString } from './octets.ts';

export interface HeaderField {
  /** Lower-case. */
  name: string;
  /** Value with its folding, one character per octet, without the last line end. */
  raw: string;
  /** From the first octet of the name to behind the line end. */
  start: number;
  end: number;
}
export interface HeaderSection {
  fields: HeaderField[];
  /** Where the body begins: behind the empty line, or at the first line that cannot be a header. */
  bodyOffset: number;
}

/** A header made to be parsed forever ends here; the rest is body. */
const largestHeader = 10 * 1024 * 1024;
const mostFields = 20_000;

export function readHeader(bytes: Uint8Array, start: number, end: number): HeaderSection {
  const section = findFields(bytes, start, end);
  for (const field of section.fields) field.raw = valueOf(bytes, field);
  return section;
}

function findFields(bytes: Uint8Array, start: number, end: number): HeaderSection {
  const fields: HeaderField[] = [];
  const limit = Math.min(end, start + largestHeader);
  /** What a line that is folded goes on with; null: a line that is nothing. */
  let open: HeaderField | null = null;
  let at = start;
  while (at < limit && fields.length < mostFields) {
    const next = lineEnd(bytes, at, limit);
    const first = bytes[at];
    if (first === 10 || (first === 13 && bytes[at + 1] === 10)) return { fields, bodyOffset: next };
    if (first === 32 || first === 9) {
      if (open) open.end = next;
      else if (at === start) return { fields, bodyOffset: start }; // no header at all
      at = next;
      continue;
    }
    const colon = nameEnd(bytes, at, next);
    open = colon > 0 ? { name: fieldName(bytes, at, colon), raw: '', start: at, end: next } : null;
    if (open) fields.push(open);
    else if (at === start && !isFromLine(bytes, at)) return { fields: [], bodyOffset: start };
    else if (fields.length === 0 && !isFromLine(bytes, at)) break;
    at = next; // a line that is nothing: passed over, as the fields behind it are worth more
  }
  return { fields, bodyOffset: Math.min(at, end) };
}

/** Filled in for all at once by readHeader; values are cut at 1 MB. */
function valueOf(bytes: Uint8Array, { start, end }: HeaderField): string {
  const text = binaryString(bytes, start, Math.min(end, start + 1024 * 1024));
  return text.slice(text.indexOf(':') + 1).replace(/\r?\n$/, '');
}

/** The value on one line (RFC 5322 §2.2.3), without the blanks around it. */
export function unfold(raw: string): string {
  return raw
    .replaceAll(/\r?\n(?=[ \t])/g, '')
    .replaceAll(/[\r\n\0]/g, '')
    .trim();
}

export function allFields(fields: readonly HeaderField[], name: string): string[] {
  return fields.filter((field) => field.name === name).map(({ raw }) => unfold(raw));
}

export function firstField(fields: readonly HeaderField[], name: string): string | undefined {
  const found = fields.find((field) => field.name === name);
  return found && unfold(found.raw);
}

export function lineEnd(bytes: Uint8Array, from: number, end: number): number {
  const at = bytes.indexOf(10, from);
  return at < 0 || at >= end ? end : at + 1;
}

/** The colon's place when the line begins with a field name (printable ASCII, RFC 5322 §3.6.8; blanks before the colon are obsolete but met). */
function nameEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  while (at < end && at - start < 998 && isNameOctet(bytes[at] ?? 0)) at++;
  if (at === start) return -1;
  while (at < end && (bytes[at] === 32 || bytes[at] === 9)) at++;
  return bytes[at] === 58 && at < end ? at : -1;
}

const isNameOctet = (octet: number) => octet > 32 && octet < 127 && octet !== 58;

const fieldName = (bytes: Uint8Array, start: number, colon: number) => binaryString(bytes, start, colon).trimEnd().toLowerCase();

/** The line that an mbox puts before a message, also quoted. */
function isFromLine(bytes: Uint8Array, at: number): boolean {
  return /^>?From /.test(binaryString(bytes, at, Math.min(bytes.length, at + 6)));
}
