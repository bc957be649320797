/**
 * The whole answer of a query, in order: what totals, anchors and positions from the end need. Computed once for each account, filter,
 * sort and modseq, and remembered for the pages that follow.
 */
import type { PoolClient } from 'pg';
import type { EmailFilter, EmailSort } from '../contract.ts';
import { numbersIn } from '../reads/open-mailbox.ts';
import { compileFilter } from './compile-filter.ts';
import { fromBase, splitBase, splitMailbox, type SearchBase } from './search-base.ts';
import { isNewestFirst, orderBy } from './sort-order.ts';
import { SqlParameters } from './sql-parameters.ts';
import { fewest, planText } from './text-plan.ts';

export interface ListQuery {
  accountId: number;
  filter: EmailFilter;
  sort: EmailSort[];
  collapseThreads: boolean;
}

/** Email ids in order, in the snapshot of `client`, whose modseq is `state`; null: not to be remembered. */
export async function emailList(client: PoolClient, query: ListQuery, state: number | null): Promise<number[]> {
  if (state === null) return compute(client, query);
  const key = JSON.stringify([query.accountId, state, query.filter, query.sort, query.collapseThreads]);
  const known = remembered.get(key);
  if (known) {
    remembered.delete(key); // to the young end
    remembered.set(key, known);
    return known;
  }
  const ids = await compute(client, query);
  remember(key, ids);
  return ids;
}

async function compute(client: PoolClient, query: ListQuery): Promise<number[]> {
  const { mailboxId, rest } = splitMailbox(query.filter);
  if (mailboxId !== null && 'all' in rest && query.collapseThreads && isNewestFirst(query.sort)) {
    const { rows } = await client.query<{ ids: string | null }>(
      `select string_agg(latest_email::text, ',' order by latest_at desc, thread_id desc) as ids
       from thread_mailbox where account_id = $1 and mailbox_id = $2`,
      [query.accountId, mailboxId],
    );
    return numbersIn(rows[0]?.ids);
  }
  await client.query(`set local work_mem = '32MB'`); // 100,000 rows are sorted in 8 MB
  const split = splitBase(query.accountId, query.filter);
  const plan = await planText(client, split.base, split.rest);
  const among = fewest(split.rest, plan);
  const base = { ...split.base, ...(among === undefined ? {} : { among }) };
  const { text, values } = searchStatement(base, split.rest, query.sort, plan, query.collapseThreads);
  const { rows } = await client.query<{ ids: string | null; threads: string | null }>(text, values);
  const ids = numbersIn(rows[0]?.ids);
  return firstOfEach(ids, query.collapseThreads ? numbersIn(rows[0]?.threads) : ids);
}

/** One row: ids in order as one text, which the driver reads several times faster than rows. An email comes once for each membership. */
function searchStatement(
  base: SearchBase,
  filter: EmailFilter,
  sort: EmailSort[],
  plan: Awaited<ReturnType<typeof planText>>,
  threads: boolean,
): { text: string; values: unknown[] } {
  const parameters = new SqlParameters();
  const { condition } = compileFilter(filter, { accountId: base.accountId, parameters, plan });
  const order = orderBy(sort, base, parameters);
  const { from, where } = fromBase(base, parameters, /\be\./.test(`${condition} ${order}`));
  const text = `
    select string_agg(x.email_id::text, ',') as ids${threads ? `, string_agg(x.thread_id::text, ',') as threads` : ''}
    from (select me.email_id, me.thread_id from ${from} where ${where} and ${condition} order by ${order}) x`;
  return { text, values: parameters.values };
}

/** The email that stands for a thread is the first of it; of an email, its first membership. */
function firstOfEach(ids: number[], threads: number[]): number[] {
  const seen = new Set<number>();
  return ids.filter((_, n) => seen.size !== seen.add(threads[n] ?? 0).size);
}

const remembered = new Map<string, number[]>();
const mostRemembered = 2_000_000; // ids: 16 MB
let held = 0;

function remember(key: string, ids: number[]): void {
  remembered.set(key, ids);
  held += ids.length + 100;
  for (const [oldest, list] of remembered) {
    if (held <= mostRemembered) break;
    remembered.delete(oldest);
    held -= list.length + 100;
  }
}
