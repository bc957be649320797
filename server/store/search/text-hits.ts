/**
 * Which emails of an account hold a text: one statement over `email_text` alone, run once. Joined to the mailbox, a wrong guess of the
 * planner made it read every text again for every message.
 */
import type { PoolClient } from 'pg';
import { SqlParameters } from './sql-parameters.ts';
import type { Needle } from './text-condition.ts';
import { anywhere, hasUnspaced, separator, tsqueryOf } from './words.ts';

/**
 * An array literal of email ids. `among`: exact texts are scanned in these emails alone; null: looked for as words and prefixes. Headers and
 * body are two look-ups: in one, Postgres takes every text apart again on each page where the header's index, which is inexact, had a hit
 * (98,000 texts: 59 s, now 0.2 s).
 */
export function textHits(client: PoolClient, accountId: number, needle: Needle, among: number[] | null): Promise<string> {
  const parameters = new SqlParameters();
  const account = parameters.add(accountId, 'int');
  let place: string | undefined;
  const pattern = () => (place ??= parameters.add(anywhere(needle.folded), 'text')); // a parameter that nothing names has no type
  // The pairs behind the separator are no text: looked at again only in what has been found.
  const inText = () =>
    `(t.body like ${pattern()} and split_part(t.body, '${separator}', 1) like ${pattern()} or coalesce(t.rest like ${pattern()}, false))`;
  const words = tsqueryOf(needle.folded);
  const scan = words === null || (needle.exact && among !== null);
  const few = scan && among !== null ? ` and t.email_id = any(${parameters.add(`{${among.join()}}`, 'bigint[]')})` : '';
  const parts = [`${emails} where t.account_id = ${account}${few} and ${scan ? inText() : byWords(words, inText, parameters)}`];
  if (needle.headers) parts.push(`${emails} where t.account_id = ${account}${few} and t.hdr like ${hidden(pattern())}`);
  return idsOf(client, parts, parameters);
}

/** Those of whose text not all is kept: the messages themselves have to be asked. An array literal. */
export function longerTexts(client: PoolClient, accountId: number): Promise<string> {
  const parameters = new SqlParameters();
  return idsOf(client, [`${emails} where t.account_id = ${parameters.add(accountId, 'int')} and t.truncated and t.overflow`], parameters);
}

const emails = 'select t.email_id from email_text t';
const hasWords = (text: string, words: string, parameters: SqlParameters): string =>
  `to_tsvector('simple', ${text}) @@ ${hidden(`to_tsquery('simple', ${parameters.add(words, 'text')})`)}`;

/** Pairs of characters and phrases only find candidates. */
const isCandidate = (words: string): boolean => hasUnspaced(words) || words.includes(' & ');

function byWords(words: string, inText: () => string, parameters: SqlParameters): string {
  const found = hasWords('t.body', words, parameters);
  return isCandidate(words) ? `${found} and ${inText()}` : found;
}

/** Emails whose indexed headers hold all of these folded texts. */
export function headerHits(client: PoolClient, accountId: number, texts: string[]): Promise<string> {
  const parameters = new SqlParameters();
  const account = parameters.add(accountId, 'int');
  const conditions = texts.map((text) => `t.hdr like ${hidden(parameters.add(anywhere(text), 'text'))}`);
  return idsOf(client, [`${emails} where ${[`t.account_id = ${account}`, ...conditions].join(' and ')}`], parameters);
}

/**
 * A value that the planner does not see: it then takes a condition for one that few rows meet, and uses its index. Of a word that it knows
 * to be in every text it thinks that the index is of no use, and reads and parses them all: 97 s for 98,000, where the index takes 0.2 s.
 */
const hidden = (value: string): string => `(select ${value})`;

async function idsOf(client: PoolClient, parts: string[], parameters: SqlParameters): Promise<string> {
  const { rows } = await client.query<{ ids: string | null }>(
    `select string_agg(x.email_id::text, ',') as ids from (${parts.join(' union ')}) x`,
    parameters.values,
  );
  return `{${rows[0]?.ids ?? ''}}`;
}

/** Which of these emails have a header line with this text in it, as far as the index can tell: for the others the message decides. */
export async function headerLines(client: PoolClient, accountId: number, ids: string, name: string, folded: string): Promise<string> {
  if (folded.includes('\n')) return '{}';
  const literal = (text: string) => text.replaceAll(/[^\p{L}\p{N}]/gu, '\\$&');
  const { rows } = await client.query<{ ids: string | null }>(
    `select string_agg(t.email_id::text, ',') as ids
       from unnest($2::bigint[]) k
       cross join lateral (select * from email_text o where o.account_id = $1 and o.email_id = k offset 0) t
      where t.hdr ~ $3`,
    [accountId, ids, `\n${literal(name)}:[^\n]*${literal(folded)}`],
  );
  return `{${rows[0]?.ids ?? ''}}`;
}
