/** GETMETADATA and SETMETADATA (RFC 5464 §4.2, §4.3). */
import { SyntaxProblem, type Cursor } from '../wire/cursor.ts';
import { octetsOf } from '../wire/octets.ts';

export interface MetadataOptions {
  maxSize: number | null;
  depth: 0 | 1 | 'infinity';
}
export type MetadataChange = [entry: string, value: Uint8Array | null];

/** `(MAXSIZE 1024 DEPTH 1)`. */
export function parseMetadataOptions(cursor: Cursor): MetadataOptions {
  const options: MetadataOptions = { maxSize: null, depth: 0 };
  cursor.list(() => {
    const word = cursor.word();
    cursor.space();
    if (word === 'MAXSIZE') options.maxSize = cursor.number();
    else if (word === 'DEPTH') {
      const depth = cursor.word();
      if (depth !== '0' && depth !== '1' && depth !== 'INFINITY') throw new SyntaxProblem('DEPTH is 0, 1 or infinity');
      options.depth = depth === 'INFINITY' ? 'infinity' : depth === '1' ? 1 : 0;
    } else throw new SyntaxProblem(`${word} is not an option of GETMETADATA`);
  });
  return options;
}

/** One entry or a list of them. */
export function parseEntries(cursor: Cursor): string[] {
  const entries = cursor.is('(') ? cursor.list(() => parseEntry(cursor)) : [parseEntry(cursor)];
  if (entries.length === 0 || entries.length > 100) throw new SyntaxProblem('name between 1 and 100 entries');
  return entries;
}

export function parseMetadataChanges(cursor: Cursor): MetadataChange[] {
  const changes = cursor.list((): MetadataChange => {
    const entry = parseEntry(cursor);
    cursor.space();
    return [entry, parseValue(cursor)];
  });
  if (changes.length === 0 || changes.length > 100) throw new SyntaxProblem('name between 1 and 100 entries');
  return changes;
}

// RFC 5464 §5: value = nstring / literal8.
function parseValue(cursor: Cursor): Uint8Array | null {
  if (cursor.is('{') || cursor.atLiteral8) return cursor.literal();
  const text = cursor.nstring();
  return text === null ? null : octetsOf(text);
}

/** RFC 5464 §3.2: any case, two components at least, no wildcards, no slash at the end. */
function parseEntry(cursor: Cursor): string {
  const entry = cursor.astring().toLowerCase();
  const valid = /^\/(private|shared)(\/[^/*%\u0000-\u001f\u007f-\uffff]+)+$/.test(entry) && entry.length <= 1000;
  if (!valid) throw new SyntaxProblem('an entry begins with /private/ or /shared/');
  return entry;
}
