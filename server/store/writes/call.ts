/** One SQL function, one transaction, one round trip; the account's watchers are woken after the commit. */
import type { Outcome } from '../contract.ts';
import { database, queried } from '../database.ts';
import { announce } from '../push/announce.ts';
import { attempt } from './retry.ts';

/** Calls `select name($1, …) as result` with the account first. `result` is JSON that holds the modseq. */
export async function callForAccount<T extends { modseq: number }>(
  name: string,
  accountId: number,
  ...args: unknown[]
): Promise<Outcome<T>> {
  const text = `select ${callOf(name, args)} as result`;
  return run<T>({ name, text, values: [accountId, ...args] }, accountId);
}

/**
 * As `callForAccount`, for what may turn out to change nothing: its `modseq` is then the state as it was, perhaps made by somebody else.
 * `own` is the modseq that it took itself, or null.
 */
export async function changeAccount<T extends { modseq: number }>(
  name: string,
  accountId: number,
  ...args: unknown[]
): Promise<Outcome<T & { own: number | null }>> {
  // The lock comes first, so that nobody changes the state between reading it and the call.
  const own = `case when (c.result->>'modseq')::bigint > before.state then c.result->'modseq' end`;
  const text = `with before as materialized (select (f_lock($1)).modseq as state)
    select c.result || jsonb_build_object('own', ${own}) as result
      from before cross join lateral (select ${callOf(name, args)} as result where before.state is not null offset 0) c`;
  return run<T & { own: number | null }>({ name: `${name} own`, text, values: [accountId, ...args] }, accountId);
}

const callOf = (name: string, args: unknown[]) => `${name}(${['$1', ...args.map((_, index) => `$${index + 2}`)].join(', ')})`;

async function run<T extends { modseq: number }>(
  query: { name: string; text: string; values: unknown[] },
  accountId: number,
): Promise<Outcome<T>> {
  const outcome = await attempt(async () => (await queried(query.text, () => database().pool.query<{ result: T }>(query))).rows[0]?.result);
  if (!outcome.ok) return outcome;
  if (!outcome.value) throw new Error(`${query.name} gave no result`);
  announce(accountId, outcome.value.modseq);
  return { ok: true, value: outcome.value };
}

/** UIDs in slices that hold the account's lock for a fraction of a second each. */
export function slices<T>(all: T[], size = 10_000): T[][] {
  const found: T[][] = [];
  for (let at = 0; at < all.length; at += size) found.push(all.slice(at, at + size));
  return found;
}
