/** Email/query (RFC 8621 §4.4): one page of a sorted, filtered list. */
import type { PoolClient } from 'pg';
import type { EmailQuery, EmailQueryResult } from '../contract.ts';
import { emailList } from './email-list.ts';
import { splitMailbox } from './search-base.ts';
import { inSearchSnapshot } from './search-snapshot.ts';
import { isNewestFirst } from './sort-order.ts';

export function queryEmails(accountId: number, query: EmailQuery): Promise<EmailQueryResult | 'anchorNotFound'> {
  return inSearchSnapshot(accountId, query.filter, async (client, complete) => {
    const { rows } = await client.query<{ state: number }>('select modseq as state from account_state where account_id = $1', [accountId]);
    const state = rows[0]?.state ?? 0;
    const canCalculateChanges = isCalculable(query);
    const page = (await firstPages(client, accountId, query)) ?? (await pageOfList(client, accountId, query, complete ? state : null));
    if (page === 'anchorNotFound') return page;
    const { total, ...rest } = page;
    return { ...rest, ...(query.calculateTotal ? { total } : {}), state, canCalculateChanges };
  });
}

/** Queries whose changes the log can tell: one mailbox, by date of arrival. */
export function isCalculable({ filter, sort }: Pick<EmailQuery, 'filter' | 'sort'>): boolean {
  const { mailboxId, rest } = splitMailbox(filter);
  return mailboxId !== null && 'all' in rest && sort.length <= 1 && (sort[0]?.property ?? 'receivedAt') === 'receivedAt';
}

interface Page {
  ids: number[];
  position: number;
  total: number;
}

/** A mailbox, newest first, is read from its index, and its total from its counters: no list is made. */
async function firstPages(client: PoolClient, accountId: number, query: EmailQuery): Promise<Page | null> {
  const { mailboxId, rest } = splitMailbox(query.filter);
  if (mailboxId === null || !('all' in rest) || !isNewestFirst(query.sort)) return null;
  if (query.anchor !== undefined || query.position < 0) return null;
  const { rows: counters } = await client.query<{ total: number; doubles: number; threads: number }>(
    'select total, doubles, total_threads as threads from mailbox where account_id = $1 and mailbox_id = $2',
    [accountId, mailboxId],
  );
  const counter = counters[0];
  if (!counter) return { ids: [], position: query.position, total: 0 };
  if (counter.doubles > 0 && !query.collapseThreads) return null; // an email twice in one mailbox: rare, and the list knows how
  const { rows } = await client.query<{ id: number }>(query.collapseThreads ? collapsedPage : plainPage, [
    accountId,
    mailboxId,
    query.position,
    query.limit,
  ]);
  const total = query.collapseThreads ? counter.threads : counter.total;
  return { ids: rows.map(({ id }) => id), position: query.position, total };
}

export const plainPage = `
  select email_id as id from mailbox_email where account_id = $1 and mailbox_id = $2
  order by received_at desc, uid desc offset $3 limit $4`;
/** What comes before the page is passed over in the index alone; in one step the planner sorts all rows for a page far down. */
export const collapsedPage = `
  select t.latest_email as id
    from (select latest_at, thread_id from thread_mailbox where account_id = $1 and mailbox_id = $2
           order by latest_at desc, thread_id desc offset $3 limit $4) k
   cross join lateral (
      select latest_email from thread_mailbox o
       where o.account_id = $1 and o.mailbox_id = $2 and o.thread_id = k.thread_id offset 0) t
   order by k.latest_at desc, k.thread_id desc`;

async function pageOfList(
  client: PoolClient,
  accountId: number,
  query: EmailQuery,
  state: number | null,
): Promise<Page | 'anchorNotFound'> {
  const ids = await emailList(client, { accountId, ...query }, state);
  let position = query.position < 0 ? Math.max(0, ids.length + query.position) : query.position; // RFC 8620 §5.5
  if (query.anchor !== undefined) {
    const at = ids.indexOf(query.anchor);
    if (at < 0) return 'anchorNotFound';
    position = Math.max(0, at + (query.anchorOffset ?? 0));
  }
  return { ids: ids.slice(position, position + query.limit), position, total: ids.length };
}
