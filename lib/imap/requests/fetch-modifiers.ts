/** What stands behind the items of FETCH (RFC 4466 §2.4): CHANGEDSINCE, VANISHED (RFC 7162), PARTIAL (RFC 9394 §3.3). */
import { SyntaxProblem, type Cursor } from '../wire/cursor.ts';
import { parsePartialRange, type PartialRange } from './partial-range.ts';

export interface FetchModifiers {
  changedSince: number | null;
  vanished: boolean;
  partial: PartialRange | null;
}

export function parseFetchModifiers(cursor: Cursor): FetchModifiers {
  const modifiers: FetchModifiers = { changedSince: null, vanished: false, partial: null };
  if (!cursor.accept(' ')) return modifiers;
  cursor.list(() => {
    const word = cursor.word();
    if (word === 'VANISHED') modifiers.vanished = true;
    else if (word === 'CHANGEDSINCE') {
      cursor.space();
      modifiers.changedSince = cursor.modseq(); // 0 too: some phones send it
    } else if (word === 'PARTIAL') {
      cursor.space();
      modifiers.partial = parsePartialRange(cursor);
    } else throw new SyntaxProblem(`${word} is not a modifier of FETCH`);
  });
  return modifiers;
}
