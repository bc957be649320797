/** LIST, plain and extended (RFC 9051 §6.3.9, RFC 5258, RFC 5819, RFC 6154 §2, RFC 8440, RFC 9590). */
import { LimitProblem, SyntaxProblem, type Cursor } from '../wire/cursor.ts';
import { parseEntries } from './metadata-request.ts';
import { parseStatusItems, type StatusItem } from './status-items.ts';

export interface ListRequest {
  select: { subscribed: boolean; recursiveMatch: boolean; specialUse: boolean };
  reference: string;
  patterns: string[];
  /** True for any form that RFC 3501 did not have. */
  extended: boolean;
  returns: {
    subscribed: boolean;
    children: boolean;
    specialUse: boolean;
    status: StatusItem[] | null;
    myRights: boolean;
    metadata: string[] | null;
  };
}

export function parseList(cursor: Cursor): ListRequest {
  const select = { subscribed: false, recursiveMatch: false, specialUse: false };
  const returns: ListRequest['returns'] = {
    subscribed: false,
    children: false,
    specialUse: false,
    status: null,
    myRights: false,
    metadata: null,
  };
  let extended = false;
  if (cursor.is('(')) {
    extended = true;
    cursor.list(() => selectionOption(cursor.word(), select));
    cursor.space();
    // RFC 5258 §3: RECURSIVEMATCH needs another option beside it.
    if (select.recursiveMatch && !select.subscribed) throw new SyntaxProblem('RECURSIVEMATCH cannot stand alone');
  }
  const reference = cursor.astring();
  cursor.space();
  let patterns: string[];
  if (cursor.is('(')) {
    extended = true;
    patterns = cursor.list(() => cursor.pattern());
  } else patterns = [cursor.pattern()];
  if (patterns.length > 100) throw new LimitProblem('At most 100 patterns in one command');
  if (cursor.accept(' ')) {
    if (cursor.word() !== 'RETURN') throw new SyntaxProblem('RETURN is missing');
    extended = true;
    cursor.space();
    cursor.list(() => returnOption(cursor, returns));
  }
  if (select.subscribed) returns.subscribed = true;
  return { select, reference, patterns, extended, returns };
}

function selectionOption(word: string, select: ListRequest['select']): void {
  if (word === 'SUBSCRIBED') select.subscribed = true;
  else if (word === 'RECURSIVEMATCH') select.recursiveMatch = true;
  else if (word === 'SPECIAL-USE') select.specialUse = true;
  else if (word !== 'REMOTE') throw new SyntaxProblem(`${word} is not a selection option`);
}

function returnOption(cursor: Cursor, returns: ListRequest['returns']): void {
  const word = cursor.word();
  if (word === 'SUBSCRIBED') returns.subscribed = true;
  else if (word === 'CHILDREN') returns.children = true;
  else if (word === 'SPECIAL-USE') returns.specialUse = true;
  else if (word === 'STATUS') {
    cursor.space();
    returns.status = parseStatusItems(cursor);
  } else if (word === 'MYRIGHTS') returns.myRights = true;
  else if (word === 'METADATA') {
    cursor.space();
    returns.metadata = parseEntries(cursor);
  } else throw new SyntaxProblem(`${word} is not a return option`);
}
