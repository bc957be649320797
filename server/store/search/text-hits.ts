/**
 * Which emails of an account hold a text: one statement over `email_text` alone, run once. Joined to the mailbox, a wrong guess of the
 * planner made it read every text again for every message.
 */
import type { PoolClient } from 'pg';
import { phrasePlaces } from './phrase-bits.ts';
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
  const folded = () => (place ??= parameters.add(needle.folded, 'text')); // a parameter that nothing names has no type
  // The pairs behind the separator are no text: looked at again only in what has been found.
  const inText = () =>
    `(strpos(t.body, ${folded()}) > 0 and strpos(split_part(t.body, '${separator}', 1), ${folded()}) > 0 or coalesce(strpos(t.rest, ${folded()}) > 0, false))`;
  const words = tsqueryOf(needle.folded);
  const scan = words === null || (needle.exact && among !== null);
  const few = scan && among !== null ? ` and t.email_id = any(${parameters.add(`{${among.join()}}`, 'bigint[]')})` : '';
  const whole = `${emails} where t.account_id = ${account}${few}`;
  const parts = [scan ? `${whole} and ${inText()}` : byWords(words, account, needle.folded, inText, parameters)];
  if (needle.headers) parts.push(`${whole} and t.hdr like ${hidden(parameters.add(anywhere(needle.folded), 'text'))}`);
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

function byWords(words: string, account: string, folded: string, inText: () => string, parameters: SqlParameters): string {
  const found = `${emails} where t.account_id = ${account} and ${hasWords('t.body', words, parameters)}`;
  if (!isCandidate(words)) return found;
  const bits = phrasePlaces(folded).map((place) => `get_bit(p.bits, ${place} & (8 * octet_length(p.bits) - 1)) = 1`);
  const may =
    bits.length === 0
      ? found
      : `
    select c.email_id from (${found} offset 0) c
      left join lateral (select o.bits from email_phrase o where o.account_id = ${account} and o.email_id = c.email_id offset 0) p on true
     where p.bits is null or ${bits.join(' and ')}`;
  return `
    select t.email_id from (${may} offset 0) m
     cross join lateral (select * from email_text o where o.account_id = ${account} and o.email_id = m.email_id offset 0) t
     where ${inText()}`;
}

/** A piece that more have is looked for in the narrow copy itself. */
const fewHits = 8000;

/** Emails with this in a column of `email_brief`: candidates by the trigram index. Null when there are many of those. */
export async function briefHits(client: PoolClient, accountId: number, column: string, folded: string): Promise<string | null> {
  const { rows } = await client.query<{ candidates: number; ids: string | null }>(
    `with c as materialized (
       select t.email_id from email_text t where t.account_id = $1 and t.hdr like (select $2) limit ${fewHits + 1})
     select (select count(*) from c) as candidates, string_agg(b.email_id::text, ',') filter (where strpos(b.${column}, $3) > 0) as ids
       from c cross join lateral (select * from email_brief o where o.account_id = $1 and o.email_id = c.email_id offset 0) b`,
    [accountId, anywhere(folded), folded],
  );
  const [found] = rows;
  return found && found.candidates <= fewHits ? `{${found.ids ?? ''}}` : null;
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
