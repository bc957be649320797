/** What SORT orders by (RFC 5256 §3, RFC 5957, RFC 6203 §4). */
import { LimitProblem, SyntaxProblem, type Cursor } from '../wire/cursor.ts';

const criteria = ['ARRIVAL', 'CC', 'DATE', 'DISPLAYFROM', 'DISPLAYTO', 'FROM', 'RELEVANCY', 'SIZE', 'SUBJECT', 'TO'] as const;
export type SortCriterion = (typeof criteria)[number];
export interface SortKey {
  by: SortCriterion;
  reverse: boolean;
}

/** `(REVERSE DATE SUBJECT)`: REVERSE turns the one criterion behind it. */
export function parseSortCriteria(cursor: Cursor): SortKey[] {
  const keys: SortKey[] = [];
  cursor.list(() => {
    let word = cursor.word();
    const reverse = word === 'REVERSE';
    if (reverse) {
      cursor.space();
      word = cursor.word();
    }
    const by = criteria.find((name) => name === word);
    if (!by) throw new SyntaxProblem(`${word} is not a criterion of SORT`);
    keys.push({ by, reverse });
  });
  if (keys.length === 0) throw new SyntaxProblem('SORT needs a criterion');
  if (keys.length > 20) throw new LimitProblem('At most 20 criteria in one command');
  return keys;
}
