/** A page of a mailbox, newest first: read from its index, and its total from its counters, in one statement. No list is made. */
import type { EmailQuery } from '../contract.ts';
import { rows } from '../database.ts';
import { accountState } from '../reads/account-state.ts';
import { numbersIn } from '../reads/open-mailbox.ts';
import { splitMailbox } from './search-base.ts';
import { isNewestFirst } from './sort-order.ts';

export interface Page {
  ids: number[];
  position: number;
  total: number;
  /** The modseq of which this is the answer. */
  state: number;
}

/** Null: the query is none of these. */
export async function mailboxPage(accountId: number, query: EmailQuery): Promise<Page | null> {
  const { mailboxId, rest } = splitMailbox(query.filter);
  if (mailboxId === null || !('all' in rest) || !isNewestFirst(query.sort)) return null;
  if (query.anchor !== undefined || query.position < 0) return null;
  const { position, limit, collapseThreads } = query;
  const [found] = await rows<{ state: number; total: number; doubles: number; threads: number; ids: string | null }>(
    statement(collapseThreads ? collapsedPage : plainPage),
    [accountId, mailboxId, position, limit],
  );
  if (!found) return { ids: [], position, total: 0, state: await accountState(accountId) };
  // An email twice in one mailbox: rare, and the list knows how.
  if (found.doubles > 0 && !collapseThreads) return null;
  return { ids: numbersIn(found.ids), position, total: collapseThreads ? found.threads : found.total, state: found.state };
}

const statement = (page: string) => `
  select s.modseq as state, m.total, m.doubles, m.total_threads as threads, array_to_string(array(${page}), ',') as ids
    from mailbox m join account_state s on s.account_id = m.account_id where m.account_id = $1 and m.mailbox_id = $2`;

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
