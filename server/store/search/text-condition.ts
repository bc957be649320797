/** Words, or an exact substring, of a message's text. */
import type { EmailFilter } from '../contract.ts';
import type { CompileContext } from './compile-context.ts';
import { anywhere, fold, hasUnspaced, separator, tsqueryOf, wordsIn } from './words.ts';

export type TextFilter = Extract<EmailFilter, { body: string } | { text: string }>;

/** One condition to look for: an exact filter is one, words are each one. */
export interface Needle {
  folded: string;
  exact: boolean;
  /** Also in the headers. */
  headers: boolean;
}

export function needlesOf(filter: TextFilter): Needle[] {
  const headers = 'text' in filter;
  const query = headers ? filter.text : filter.body;
  if (filter.exact) return [{ folded: fold(query), exact: true, headers }];
  return wordsIn(query).map((word) => ({ folded: fold(word), exact: false, headers }));
}

export const textKey = ({ folded, exact, headers }: Needle): string => `${exact ? '=' : '~'}${headers ? 'h' : ''} ${folded}`;

export function textCondition(filter: TextFilter, account: () => string, context: CompileContext): string {
  const conditions = needlesOf(filter).map((needle) => needleCondition(needle, account, context));
  return conditions.length === 0 ? 'true' : `(${conditions.join(' and ')})`;
}

function needleCondition(needle: Needle, account: () => string, { parameters, plan }: CompileContext): string {
  if (needle.folded === '') return 'true'; // every text holds the empty one
  let pattern: string | undefined; // a parameter that nothing names has no type
  const like = (text: string) => `${text} like ${(pattern ??= parameters.add(anywhere(needle.folded), 'text'))}`;
  // The pairs behind the separator are no text: looked at again only in what has been found.
  const inText = () => `${like('t.body')} and ${like(`split_part(t.body, '${separator}', 1)`)}`;
  const words = tsqueryOf(needle.folded);
  // Words, when an exact scan would be too much, or is not asked for. Pairs of characters and phrases only find candidates.
  const byWords = (text: string) => {
    const found = `to_tsvector('simple', t.body) @@ to_tsquery('simple', ${parameters.add(text, 'text')})`;
    return hasUnspaced(text) || text.includes(' & ') ? `${found} and ${inText()}` : found;
  };
  const body = words === null || (needle.exact && plan.scan) ? inText() : byWords(words);
  const long = plan.longHits.get(textKey(needle)) ?? [];
  const found = isAmong(`select t.email_id from email_text t where t.account_id = ${account()}
    and (${needle.headers ? `${like('t.hdr')} or ` : ''}(${body}))`);
  return long.length === 0 ? found : `(${found} or me.email_id = any(${parameters.add(long, 'bigint[]')}))`;
}

/**
 * `coalesce` keeps the planner from joining: with a wrong guess of the number of rows it read every text again for every message
 * (28 s for 2,000 messages). So the inner statement is run once, into a hash table.
 */
export function isAmong(select: string): string {
  return `coalesce(me.email_id in (${select}), false)`;
}
