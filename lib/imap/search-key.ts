/** SEARCH (RFC 9051 §6.4.4, RFC 3501 §6.4.4, RFC 4731, RFC 5032, RFC 7162 §3.1.5). */
import { SyntaxProblem, type Cursor } from './cursor.ts';
import { parseDay } from './date-time.ts';
import { decodeUtf8 } from './octets.ts';
import { parseSequenceSet, type SequenceSet } from './sequence-set.ts';

export type SearchKey =
  | { key: 'all' }
  | { key: 'and'; keys: SearchKey[] }
  | { key: 'or'; keys: [SearchKey, SearchKey] }
  | { key: 'not'; of: SearchKey }
  | { key: 'sequence' | 'uid'; set: SequenceSet }
  | { key: 'flag'; flag: string }
  | { key: 'recent' }
  | { key: 'received' | 'sent'; when: 'before' | 'on' | 'since'; day: string }
  | { key: 'younger' | 'older'; seconds: number }
  | { key: 'larger' | 'smaller'; size: number }
  | { key: 'modseq'; modseq: number }
  | { key: 'emailId' | 'threadId'; id: string }
  | { key: 'from' | 'to' | 'cc' | 'bcc' | 'subject' | 'body' | 'text'; value: string }
  | { key: 'header'; name: string; value: string };

export type SearchReturn = 'MIN' | 'MAX' | 'ALL' | 'COUNT';
export interface SearchRequest {
  /** Null: the old reply, `* SEARCH`. */
  returns: Set<SearchReturn> | null;
  key: SearchKey;
  /** The charset that the client named is not one of ours (RFC 9051 §6.4.4: BADCHARSET). */
  badCharset: boolean;
}

const flagKeys: Record<string, string> = {
  ANSWERED: '\\Answered',
  DELETED: '\\Deleted',
  DRAFT: '\\Draft',
  FLAGGED: '\\Flagged',
  SEEN: '\\Seen',
};
const dateKeys: Record<string, SearchKey['key'] & ('received' | 'sent')> = {
  BEFORE: 'received',
  ON: 'received',
  SINCE: 'received',
  SENTBEFORE: 'sent',
  SENTON: 'sent',
  SENTSINCE: 'sent',
};
const textKeys = ['from', 'to', 'cc', 'bcc', 'subject', 'body', 'text'] as const;

export function parseSearch(cursor: Cursor): SearchRequest {
  const returns = parseReturn(cursor);
  let charset = 'UTF-8';
  if (cursor.peekWord() === 'CHARSET') {
    cursor.word();
    cursor.space();
    charset = cursor.astring().toUpperCase();
    cursor.space();
  }
  const badCharset = !['UTF-8', 'US-ASCII', 'UTF8'].includes(charset);
  const keys: SearchKey[] = [];
  do keys.push(parseKey(cursor));
  while (cursor.accept(' '));
  cursor.end();
  return { returns, key: all(keys), badCharset };
}

function parseReturn(cursor: Cursor): Set<SearchReturn> | null {
  if (cursor.peekWord() !== 'RETURN') return null;
  cursor.word();
  cursor.space();
  const options = cursor.list(() => {
    const word = cursor.word();
    if (word !== 'MIN' && word !== 'MAX' && word !== 'ALL' && word !== 'COUNT') throw new SyntaxProblem(`${word} is not a result option`);
    return word;
  });
  cursor.space();
  return new Set<SearchReturn>(options.length > 0 ? options : ['ALL']); // RFC 4731 §3.1: RETURN () means ALL
}

function parseKey(cursor: Cursor): SearchKey {
  if (cursor.is('(')) return all(someKeys(cursor));
  if (cursor.is('*') || /^\d/.test(cursor.peekWord())) return { key: 'sequence', set: parseSequenceSet(cursor) };
  const word = cursor.word();
  const flag = flagKeys[word];
  if (flag) return { key: 'flag', flag };
  const unset = word.startsWith('UN') ? flagKeys[word.slice(2)] : undefined;
  if (unset) return { key: 'not', of: { key: 'flag', flag: unset } };
  const date = dateKeys[word];
  if (date) {
    const when = word.endsWith('BEFORE') ? 'before' : word.endsWith('ON') ? 'on' : 'since';
    return { key: date, when, day: argument(cursor, () => parseDay(cursor)) };
  }
  const text = textKeys.find((name) => name.toUpperCase() === word);
  if (text) return { key: text, value: argument(cursor, () => textOf(cursor.text())) };
  return parseOtherKey(cursor, word);
}

function parseOtherKey(cursor: Cursor, word: string): SearchKey {
  switch (word) {
    case 'ALL':
      return { key: 'all' };
    case 'NEW':
      return { key: 'and', keys: [{ key: 'recent' }, { key: 'not', of: { key: 'flag', flag: '\\Seen' } }] };
    case 'OLD':
      return { key: 'not', of: { key: 'recent' } };
    case 'RECENT':
      return { key: 'recent' };
    case 'NOT':
      return { key: 'not', of: argument(cursor, () => cursor.nested(() => parseKey(cursor))) };
    case 'OR': {
      const first = argument(cursor, () => cursor.nested(() => parseKey(cursor)));
      return { key: 'or', keys: [first, argument(cursor, () => cursor.nested(() => parseKey(cursor)))] };
    }
    case 'UID':
      return { key: 'uid', set: argument(cursor, () => parseSequenceSet(cursor)) };
    case 'KEYWORD':
      return { key: 'flag', flag: argument(cursor, () => cursor.atom()) };
    case 'UNKEYWORD':
      return { key: 'not', of: { key: 'flag', flag: argument(cursor, () => cursor.atom()) } };
    case 'LARGER':
      return { key: 'larger', size: argument(cursor, () => cursor.number()) };
    case 'SMALLER':
      return { key: 'smaller', size: argument(cursor, () => cursor.number()) };
    case 'YOUNGER':
      return { key: 'younger', seconds: argument(cursor, () => cursor.positive()) };
    case 'OLDER':
      return { key: 'older', seconds: argument(cursor, () => cursor.positive()) };
    case 'HEADER': {
      const name = argument(cursor, () => cursor.astring());
      return { key: 'header', name, value: argument(cursor, () => textOf(cursor.text())) };
    }
    case 'EMAILID': // RFC 8474 §6
      return { key: 'emailId', id: argument(cursor, () => cursor.atom()) };
    case 'THREADID':
      return { key: 'threadId', id: argument(cursor, () => cursor.atom()) };
    case 'MODSEQ':
      return { key: 'modseq', modseq: argument(cursor, () => parseModseq(cursor)) };
    default:
      throw new SyntaxProblem(`${word} is not a search key`);
  }
}

// RFC 7162 §3.1.5: an entry name and its type may stand before the number; all entries share one mod-sequence here.
function parseModseq(cursor: Cursor): number {
  if (cursor.is('"')) {
    cursor.string();
    cursor.space();
    cursor.word();
    cursor.space();
  }
  return cursor.modseq();
}

function argument<T>(cursor: Cursor, rule: () => T): T {
  cursor.space();
  return rule();
}

function someKeys(cursor: Cursor): SearchKey[] {
  const keys = cursor.list(() => parseKey(cursor));
  if (keys.length === 0) throw new SyntaxProblem('an empty list of search keys');
  return keys;
}

function all(keys: SearchKey[]): SearchKey {
  const [only] = keys;
  return only && keys.length === 1 ? only : { key: 'and', keys };
}

// What is no UTF-8 is taken as it is: it will match nothing, which is right, and answers OK.
function textOf(octets: string): string {
  return decodeUtf8(octets) ?? octets;
}
