/** What was learnt of each token: for accounts, and for the base that they share. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { htmlToken } from '#lib/spam/bayes.ts';
import { hotRows } from '../database.ts';
import type { Recipient } from '../reads/recipients.ts';
import type { JunkCounts, KindCounts, SenderFacts } from './types.ts';

/** The account under which the shared base is kept. */
export const sharedBase = 0;

/** As the table has them: signed, in decimal, as they do not fit a double. */
const tokenKey = (token: string): string => createHash('sha256').update(token).digest().readBigInt64BE(0).toString();

export interface JunkFacts {
  /** In the order of the tokens. */
  counts: (KindCounts | undefined)[];
  totals: KindCounts;
  /** What is known of the sender. */
  sender: SenderFacts;
  /** Those of the account, as they are kept. */
  settings: Record<string, unknown>;
}

/** How much more a person's own word counts than that of all others. */
const ownWeight = 4;
interface Counted extends KindCounts {
  accountId: number;
  /** Place of the token, from 1. */
  at: number;
}

/** For each of the accounts, by its id. The message is taken apart only when something was learnt. */
export async function junkFacts(recipients: readonly Recipient[], tokensOf: () => readonly string[]): Promise<Map<number, JunkFacts>> {
  const totals = new Map(recipients.map((one) => [one.accountId, sum(one.taught, one.sharedTaught)]));
  // As long as only one kind is known, no token tells anything.
  const taught = [...totals].filter(([, { spam, ham }]) => spam > 0 && ham > 0).map(([accountId]) => accountId);
  const tokens = taught.length > 0 ? tokensOf() : [];
  const found = taught.length > 0 ? await tokenRows([...taught, sharedBase], [...tokens, htmlToken]) : [];
  const byAccount = Map.groupBy(found, ({ accountId }) => accountId);
  const countsOf = (accountId: number) => {
    const counts: (KindCounts | undefined)[] = [...tokens, htmlToken].map(() => undefined);
    for (const one of byAccount.get(sharedBase) ?? []) counts[one.at - 1] = one;
    for (const one of byAccount.get(accountId) ?? []) counts[one.at - 1] = sum(one, counts[one.at - 1] ?? none);
    return counts;
  };
  return new Map(
    recipients.map(({ accountId, sender, settings }) => {
      const counts = taught.includes(accountId) ? countsOf(accountId) : [];
      // The token that stands in all mail with HTML tells how much of it was learnt.
      const { htmlSpam, htmlHam } = counts.pop() ?? none;
      return [accountId, { settings, counts, totals: { ...(totals.get(accountId) ?? none), htmlSpam, htmlHam }, sender }];
    }),
  );
}

const none: KindCounts = { spam: 0, ham: 0, htmlSpam: 0, htmlHam: 0 };

/** What an account taught, and with it what everybody did. */
function sum(own: JunkCounts & Partial<KindCounts>, shared: JunkCounts & Partial<KindCounts>): KindCounts {
  return {
    spam: own.spam * ownWeight + shared.spam,
    ham: own.ham * ownWeight + shared.ham,
    htmlSpam: (own.htmlSpam ?? 0) * ownWeight + (shared.htmlSpam ?? 0),
    htmlHam: (own.htmlHam ?? 0) * ownWeight + (shared.htmlHam ?? 0),
  };
}

const tokenRows = (accountIds: number[], tokens: readonly string[]) =>
  hotRows<Counted>(
    `select u.at::int, t.account_id as "accountId", t.spam, t.ham, t.html_spam as "htmlSpam", t.html_ham as "htmlHam"
     from unnest($2::bigint[]) with ordinality u (token, at) join junk_token t on t.account_id = any($1) and t.token = u.token`,
    [accountIds, tokens.map(tokenKey)],
  );

/** How much is to be added (or, below zero, taken away), in messages and for each token key. */
export interface Lesson {
  spam: number;
  ham: number;
  tokens: Map<string, KindCounts>;
}
export const noLesson = (): Lesson => ({ spam: 0, ham: 0, tokens: new Map() });

/** `byKind`: false for what was learnt when mail with HTML was not yet told from other mail. */
export function addToLesson(lesson: Lesson, tokens: readonly string[], isJunk: boolean, times: 1 | -1, byKind = true): void {
  const [all, ofHtml] = isJunk ? (['spam', 'htmlSpam'] as const) : (['ham', 'htmlHam'] as const);
  const isHtml = byKind && tokens.includes(htmlToken);
  lesson[all] += times;
  for (const token of tokens) {
    const key = tokenKey(token);
    const counts = lesson.tokens.get(key) ?? { ...none };
    counts[all] += times;
    if (isHtml) counts[ofHtml] += times;
    lesson.tokens.set(key, counts);
  }
}

/** In the caller's transaction. Rows are taken in the order of their keys, so that two lessons never wait for each other in a circle. */
export async function writeLesson(client: pg.ClientBase, accountId: number, { spam, ham, tokens }: Lesson): Promise<void> {
  await client.query(
    `insert into junk_state as s (account_id, spam, ham) values ($1, greatest(0, $2::int), greatest(0, $3::int))
     on conflict (account_id) do update set spam = greatest(0, s.spam + $2), ham = greatest(0, s.ham + $3)`,
    [accountId, spam, ham],
  );
  const keys = [...tokens.keys()];
  const counts = [...tokens.values()];
  const columns = (['spam', 'ham', 'htmlSpam', 'htmlHam'] as const).map((name) => counts.map((one) => one[name]));
  await client.query(
    `insert into junk_token as t (account_id, token, spam, ham, html_spam, html_ham)
     select $1, u.token, greatest(0, u.spam), greatest(0, u.ham), greatest(0, u.html_spam), greatest(0, u.html_ham)
     from unnest($2::bigint[], $3::int[], $4::int[], $5::int[], $6::int[]) u (token, spam, ham, html_spam, html_ham)
     order by u.token
     on conflict (account_id, token) do update set spam = t.spam + excluded.spam, ham = t.ham + excluded.ham,
       html_spam = t.html_spam + excluded.html_spam, html_ham = t.html_ham + excluded.html_ham`,
    [accountId, keys, ...columns],
  );
  if (!columns.flat().some((times) => times < 0)) return;
  // What is taken back: the insert above has written these rows already, so they are this transaction's.
  await client.query(
    `update junk_token t set spam = greatest(0, t.spam + least(0, u.spam)), ham = greatest(0, t.ham + least(0, u.ham)),
       html_spam = greatest(0, t.html_spam + least(0, u.html_spam)), html_ham = greatest(0, t.html_ham + least(0, u.html_ham))
     from unnest($2::bigint[], $3::int[], $4::int[], $5::int[], $6::int[]) u (token, spam, ham, html_spam, html_ham)
     where t.account_id = $1 and t.token = u.token and (u.spam < 0 or u.ham < 0)`,
    [accountId, keys, ...columns],
  );
}
