/** SEARCH and SORT with their options (RFC 9051 §6.4.4, RFC 4731, RFC 5182, RFC 5256, RFC 5267, RFC 6203, RFC 9394). */
import { SyntaxProblem, type Cursor } from '../wire/cursor.ts';
import { parseFetchItems, type FetchItem } from './fetch-items.ts';
import { parsePartialRange, type PartialRange } from './partial-range.ts';
import { parseSearchKeys, type SearchKey } from './search-key.ts';

const words = ['MIN', 'MAX', 'ALL', 'COUNT', 'SAVE', 'RELEVANCY', 'CONTEXT'] as const;
export type SearchOption = (typeof words)[number];

export interface SearchReturn {
  options: ReadonlySet<SearchOption>;
  partial: PartialRange | null;
  /** RFC 5267 §4.3: say what changes; with what to fetch of messages that are new (RFC 5465 §7), possibly nothing. */
  update: FetchItem[] | null;
}

export interface SearchRequest {
  /** Null: the old reply, `* SEARCH`. */
  returns: SearchReturn | null;
  key: SearchKey;
  /** The charset that the client named is not one of ours (RFC 9051 §6.4.4: BADCHARSET). */
  badCharset: boolean;
}

export function parseSearch(cursor: Cursor): SearchRequest {
  const returns = parseSearchReturn(cursor);
  if (returns) cursor.space();
  const badCharset = parseCharset(cursor);
  return finish(cursor, returns, badCharset);
}

/** What follows the criteria of SORT and the algorithm of THREAD: a charset that must be there (RFC 5256 §3), and the keys. */
export function parseCharsetAndKeys(cursor: Cursor, returns: SearchReturn | null): SearchRequest {
  const badCharset = !isKnown(cursor.astring());
  cursor.space();
  return finish(cursor, returns, badCharset);
}

/** `RETURN (…)` where it stands. */
export function parseSearchReturn(cursor: Cursor): SearchReturn | null {
  if (cursor.peekWord() !== 'RETURN') return null;
  cursor.word();
  cursor.space();
  const options = new Set<SearchOption>();
  let partial: PartialRange | null = null;
  let update: FetchItem[] | null = null;
  cursor.list(() => {
    const word = cursor.word();
    const plain = words.find((name) => name === word);
    if (plain) options.add(plain);
    else if (word === 'PARTIAL') {
      if (partial) throw new SyntaxProblem('PARTIAL stands there twice');
      cursor.space();
      partial = parsePartialRange(cursor);
    } else if (word === 'UPDATE') update = cursor.is(' (') ? (cursor.space(), parseFetchItems(cursor)) : [];
    else throw new SyntaxProblem(`${word} is not a result option`);
  });
  // RFC 5267 §4.4: one PARTIAL, one ALL, or neither.
  if (partial && options.has('ALL')) throw new SyntaxProblem('PARTIAL and ALL exclude each other');
  if (options.size === 0 && !partial && !update) options.add('ALL'); // RFC 4731 §3.1: RETURN () means ALL
  return { options, partial, update };
}

function finish(cursor: Cursor, returns: SearchReturn | null, badCharset: boolean): SearchRequest {
  const key = parseSearchKeys(cursor);
  cursor.end();
  // RFC 6203 §4: without FUZZY there are no scores.
  if (returns?.options.has('RELEVANCY') && !isFuzzy(key)) throw new SyntaxProblem('RELEVANCY needs a FUZZY key');
  return { returns, key, badCharset };
}

function parseCharset(cursor: Cursor): boolean {
  if (cursor.peekWord() !== 'CHARSET') return false;
  // RFC 6855 §3: with UTF8=ACCEPT everything is UTF-8, and CHARSET is an error.
  if (cursor.utf8) throw new SyntaxProblem('with UTF8=ACCEPT everything is UTF-8: leave CHARSET away');
  cursor.word();
  cursor.space();
  const known = isKnown(cursor.astring());
  cursor.space();
  return !known;
}

const isKnown = (charset: string) => ['UTF-8', 'US-ASCII', 'UTF8'].includes(charset.toUpperCase());

export function isFuzzy(key: SearchKey): boolean {
  if (key.key === 'and' || key.key === 'or') return key.keys.some(isFuzzy);
  return key.key === 'fuzzy' || (key.key === 'not' && isFuzzy(key.of));
}
