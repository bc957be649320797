/** Search keys (RFC 9051 §6.4.4, RFC 3501 §6.4.4, RFC 5032, RFC 6203, RFC 7162 §3.1.5, RFC 8514). */
import { SyntaxProblem, type Cursor } from '../wire/cursor.ts';
import { parseDay } from '../wire/date-time.ts';
import { decodeUtf8 } from '../wire/octets.ts';
import { parseSequenceSet, type SequenceSet } from '../wire/sequence-set.ts';

export type SearchKey =
  | { key: 'all' }
  | { key: 'and'; keys: SearchKey[] }
  | { key: 'or'; keys: [SearchKey, SearchKey] }
  | { key: 'not' | 'fuzzy'; of: SearchKey }
  | { key: 'sequence' | 'uid'; set: SequenceSet }
  | { key: 'flag'; flag: string }
  | { key: 'recent' }
  | { key: 'received' | 'sent' | 'saved'; when: 'before' | 'on' | 'since'; day: string }
  | { key: 'younger' | 'older'; seconds: number }
  | { key: 'larger' | 'smaller'; size: number }
  | { key: 'modseq'; modseq: number }
  | { key: 'emailId' | 'threadId'; id: string }
  | { key: 'from' | 'to' | 'cc' | 'bcc' | 'subject' | 'body' | 'text'; value: string }
  | { key: 'header'; name: string; value: string };

const flagKeys: Record<string, string> = {
  ANSWERED: '\\Answered',
  DELETED: '\\Deleted',
  DRAFT: '\\Draft',
  FLAGGED: '\\Flagged',
  SEEN: '\\Seen',
};
const dateKeys: Record<string, SearchKey['key'] & ('received' | 'sent' | 'saved')> = {
  BEFORE: 'received',
  ON: 'received',
  SINCE: 'received',
  SENTBEFORE: 'sent',
  SENTON: 'sent',
  SENTSINCE: 'sent',
  SAVEDBEFORE: 'saved',
  SAVEDON: 'saved',
  SAVEDSINCE: 'saved',
};
const textKeys = ['from', 'to', 'cc', 'bcc', 'subject', 'body', 'text'] as const;

/** One key or several, all of which must be met. */
export function parseSearchKeys(cursor: Cursor): SearchKey {
  const keys: SearchKey[] = [];
  do keys.push(parseKey(cursor));
  while (cursor.accept(' '));
  return all(keys);
}

function parseKey(cursor: Cursor): SearchKey {
  if (cursor.is('(')) return all(someKeys(cursor));
  if (cursor.is('*') || cursor.is('$') || /^\d/.test(cursor.peekWord())) return { key: 'sequence', set: parseSequenceSet(cursor) };
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
    case 'FUZZY': // RFC 6203 §3
      return { key: 'fuzzy', of: argument(cursor, () => cursor.nested(() => parseKey(cursor))) };
    case 'SAVEDATESUPPORTED': // RFC 8514 §4.3: every mailbox keeps it
      return { key: 'all' };
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
