/** What was learnt of each token: for accounts, and for the base that they share. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { hotRows } from '../database.ts';
import type { Recipient } from '../reads/recipients.ts';
import type { JunkCounts, SenderFacts } from './types.ts';

/** The account under which the shared base is kept. */
export const sharedBase = 0;

/** As the table has them: signed, in decimal, as they do not fit a double. */
const tokenKey = (token: string): string => createHash('sha256').update(token).digest().readBigInt64BE(0).toString();

export interface JunkFacts {
  /** In the order of the tokens. */
  counts: (JunkCounts | undefined)[];
  totals: JunkCounts;
  /** What is known of the sender. */
  sender: SenderFacts;
  /** Those of the account, as they are kept. */
  settings: Record<string, unknown>;
}

/** How much more a person's own word counts than that of all others. */
const ownWeight = 4;
type Counted = JunkCounts & { accountId: number };

/** For each of the accounts, by its id. The message is taken apart only when something was learnt. */
export async function junkFacts(recipients: readonly Recipient[], tokensOf: () => readonly string[]): Promise<Map<number, JunkFacts>> {
  const accountIds = recipients.map(({ accountId }) => accountId);
  const totals = new Map(
    recipients.map(({ accountId, taught, sharedTaught }) => [
      accountId,
      sum([
        { accountId, ...taught },
        { accountId: sharedBase, ...sharedTaught },
      ]),
    ]),
  );
  const totalsOf = (accountId: number): JunkCounts => totals.get(accountId) ?? none;
  // As long as only one kind is known, no token tells anything.
  const taught = accountIds.filter((accountId) => totalsOf(accountId).spam > 0 && totalsOf(accountId).ham > 0);
  const tokens = taught.length > 0 ? tokensOf() : [];
  const found = taught.length > 0 ? await tokenRows([...taught, sharedBase], tokens) : [];
  const byAccount = Map.groupBy(found, ({ accountId }) => accountId);
  const countsOf = (accountId: number) => {
    const counts: (JunkCounts | undefined)[] = tokens.map(() => undefined);
    for (const id of [sharedBase, accountId])
      for (const one of byAccount.get(id) ?? [])
        counts[one.at - 1] = sum([{ accountId: sharedBase, ...(counts[one.at - 1] ?? none) }, one]);
    return counts;
  };
  return new Map(
    recipients.map(({ accountId, sender, settings }) => {
      const counts = taught.includes(accountId) ? countsOf(accountId) : [];
      return [accountId, { settings, counts, totals: totalsOf(accountId), sender }];
    }),
  );
}

const none: JunkCounts = { spam: 0, ham: 0 };

function sum(all: Counted[]): JunkCounts {
  const weight = ({ accountId }: Counted) => (accountId === sharedBase ? 1 : ownWeight);
  return {
    spam: all.reduce((total, one) => total + one.spam * weight(one), 0),
    ham: all.reduce((total, one) => total + one.ham * weight(one), 0),
  };
}

const tokenRows = (accountIds: number[], tokens: readonly string[]) =>
  hotRows<Counted & { at: number }>(
    `select u.at::int, t.account_id as "accountId", t.spam, t.ham from unnest($2::bigint[]) with ordinality u (token, at)
     join junk_token t on t.account_id = any($1) and t.token = u.token`,
    [accountIds, tokens.map(tokenKey)],
  );

/** How much is to be added (or, below zero, taken away), in messages and for each token key. */
export interface Lesson {
  spam: number;
  ham: number;
  tokens: Map<string, JunkCounts>;
}
export const noLesson = (): Lesson => ({ spam: 0, ham: 0, tokens: new Map() });

export function addToLesson(lesson: Lesson, tokens: readonly string[], isJunk: boolean, times: 1 | -1): void {
  const kind = isJunk ? 'spam' : 'ham';
  lesson[kind] += times;
  for (const token of tokens) {
    const key = tokenKey(token);
    const counts = lesson.tokens.get(key) ?? { spam: 0, ham: 0 };
    counts[kind] += times;
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
  const all = [...tokens];
  const pairs = [all.map(([key]) => key), all.map(([, one]) => one.spam), all.map(([, one]) => one.ham)];
  await client.query(
    `insert into junk_token as t (account_id, token, spam, ham)
     select $1, u.token, greatest(0, u.spam), greatest(0, u.ham) from unnest($2::bigint[], $3::int[], $4::int[]) u (token, spam, ham)
     order by u.token
     on conflict (account_id, token) do update set spam = greatest(0, t.spam + excluded.spam), ham = greatest(0, t.ham + excluded.ham)`,
    [accountId, ...pairs],
  );
  // What is taken back: the insert above has written these rows already, so they are this transaction's.
  await client.query(
    `update junk_token t set spam = greatest(0, t.spam + least(0, u.spam)), ham = greatest(0, t.ham + least(0, u.ham))
     from unnest($2::bigint[], $3::int[], $4::int[]) u (token, spam, ham)
     where t.account_id = $1 and t.token = u.token and (u.spam < 0 or u.ham < 0)`,
    [accountId, ...pairs],
  );
}
