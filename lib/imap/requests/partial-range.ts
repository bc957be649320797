/** PARTIAL of SEARCH, SORT and FETCH (RFC 5267 §4.4, RFC 9394): a window of a list of results. */
import { SyntaxProblem, type Cursor } from '../wire/cursor.ts';

export interface PartialRange {
  /** Counted from 1, `from` not above `to`; from the end when `fromEnd`. */
  from: number;
  to: number;
  fromEnd: boolean;
  /** As the client wrote it: the reply repeats it. */
  text: string;
}

const pattern = /(-?)(\d{1,10}):(-?)(\d{1,10})/y;

/** `1:500`, or `-1:-100` for the last hundred. */
export function parsePartialRange(cursor: Cursor): PartialRange {
  const [text, sign, first, otherSign, second] = cursor.match(pattern, 'a range such as 1:500 or -1:-100');
  const [from, to] = [Number(first), Number(second)];
  if (sign !== otherSign) throw new SyntaxProblem('both ends of a partial range are counted from the same side');
  if (from === 0 || to === 0) throw new SyntaxProblem('results are counted from 1');
  return { from: Math.min(from, to), to: Math.max(from, to), fromEnd: sign === '-', text };
}

/** What of the list lies in the window, in the list's order. */
export function takePartial<T>(list: readonly T[], { from, to, fromEnd }: PartialRange): T[] {
  if (!fromEnd) return list.slice(from - 1, to);
  return list.slice(Math.max(0, list.length - to), Math.max(0, list.length - from + 1));
}
