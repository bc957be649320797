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
  const places = [accountId, ...args].map((_, index) => `$${index + 1}`).join(', ');
  const query = { name, text: `select ${name}(${places}) as result`, values: [accountId, ...args] };
  const outcome = await attempt(async () => (await queried(query.text, () => database().pool.query<{ result: T }>(query))).rows[0]?.result);
  if (!outcome.ok) return outcome;
  if (!outcome.value) throw new Error(`${name} gave no result`);
  announce(accountId, outcome.value.modseq);
  return { ok: true, value: outcome.value };
}

/** UIDs in slices that hold the account's lock for a fraction of a second each. */
export function slices<T>(all: T[], size = 10_000): T[][] {
  const found: T[][] = [];
  for (let at = 0; at < all.length; at += size) found.push(all.slice(at, at + size));
  return found;
}
