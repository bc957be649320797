/** Words, or an exact substring, of a message's text: which emails hold them was found out by `text-plan.ts`. */
import type { EmailFilter } from '../contract.ts';
import type { CompileContext } from './compile-context.ts';
import { fold, wordsIn } from './words.ts';

export type TextFilter = Extract<EmailFilter, { body: string } | { text: string }>;

/** One thing to look for: an exact filter is one, words are each one. */
export interface Needle {
  folded: string;
  exact: boolean;
  /** Also in the headers. */
  headers: boolean;
}

export function needlesOf(filter: TextFilter): Needle[] {
  const headers = 'text' in filter;
  const query = headers ? filter.text : filter.body;
  const needles = filter.exact ? [fold(query)] : wordsIn(query).map(fold);
  return needles.filter((folded) => folded !== '').map((folded) => ({ folded, exact: filter.exact, headers })); // every text holds ''
}

export const textKey = ({ folded, exact, headers }: Needle): string => `${exact ? '=' : '~'}${headers ? 'h' : ''} ${folded}`;

export function textCondition(filter: TextFilter, { parameters, plan }: CompileContext): string {
  const conditions = needlesOf(filter).map(
    (needle) => `me.email_id = any(${parameters.add(plan.texts.get(textKey(needle)) ?? '{}', 'bigint[]')})`,
  );
  return conditions.length === 0 ? 'true' : `(${conditions.join(' and ')})`;
}
