/**
 * Email/queryChanges (RFC 8621 §4.5, RFC 8620 §5.6) for a mailbox by date of arrival, which is all that the log can tell. Collapsed, the
 * email that stands for a thread may change with any arrival or removal: every email of a changed thread is then named as removed, and
 * the one that stands for it now as added.
 */
import type { PoolClient } from 'pg';
import type { EmailFilter, EmailSort } from '../contract.ts';
import { inSnapshot } from '../database.ts';
import { boundsOf, reaches } from '../reads/change-log.ts';
import { emailList } from './email-list.ts';
import { isCalculable } from './query-emails.ts';
import { splitMailbox } from './search-base.ts';

export interface QueryChanges {
  newState: number;
  total: number;
  removed: number[];
  /** By index ascending: to be spliced in in this order. */
  added: { id: number; index: number }[];
}

export function queryChanges(
  accountId: number,
  filter: EmailFilter,
  sort: EmailSort[],
  collapseThreads: boolean,
  since: number,
  upToId?: number,
  maxChanges = Number.MAX_SAFE_INTEGER,
): Promise<QueryChanges | 'cannotCalculate' | 'tooManyChanges'> {
  const { mailboxId } = splitMailbox(filter);
  return inSnapshot(async (client) => {
    const bounds = await boundsOf(client, accountId);
    if (!bounds || mailboxId === null || !isCalculable({ filter, sort }) || !reaches(bounds, since)) return 'cannotCalculate';
    const touched = await (collapseThreads ? touchedThreads : touchedEmails)(client, accountId, mailboxId, since);
    const ids = await emailList(client, { accountId, filter, sort, collapseThreads }, bounds.state);
    const wanted = new Set(touched.candidates);
    const last = upToId === undefined ? -1 : ids.indexOf(upToId);
    const end = last < 0 ? ids.length : last + 1; // the sort is on immutable properties: what comes after upToId need not be told
    const added: QueryChanges['added'] = [];
    if (wanted.size > 0)
      for (let index = 0; index < end; index++) if (wanted.has(ids[index] ?? 0)) added.push({ id: ids[index] ?? 0, index });
    if (touched.removed.length + added.length > maxChanges) return 'tooManyChanges';
    return { newState: bounds.state, total: ids.length, removed: touched.removed, added };
  });
}

interface Touched {
  /** May have been in the old answer, and are not in the new one or are told again. */
  removed: number[];
  /** Are told as added when they are in the new answer. */
  candidates: number[];
}
interface TouchedRow {
  id: number;
  left: boolean;
}

async function touchedEmails(client: PoolClient, accountId: number, mailboxId: number, since: number): Promise<Touched> {
  const { rows } = await client.query<TouchedRow>(
    `select email_id as id, bool_or(kind in (3, 5)) as left from change_log
     where account_id = $1 and modseq > $2 and mailbox_id = $3 and kind in (1, 3, 4, 5) group by email_id`,
    [accountId, since, mailboxId],
  );
  // All are named as removed: an email that came a second time (two UIDs) was already in the answer.
  return { removed: rows.map(({ id }) => id), candidates: rows.map(({ id }) => id) };
}

// Kind 6: the email went over to another thread; the thread that it is in now is looked up, as the log may name either.
async function touchedThreads(client: PoolClient, accountId: number, mailboxId: number, since: number): Promise<Touched> {
  const { rows } = await client.query<{ id: number }>(
    `with logged as materialized (
       select distinct email_id, thread_id from change_log
       where account_id = $1 and modseq > $2 and (mailbox_id = $3 and kind in (1, 3, 4, 5) or kind = 6)),
     threads as (
       select thread_id from logged union select e.thread_id from logged join email e on e.account_id = $1 and e.email_id = logged.email_id)
     select email_id as id from logged
     union
     select e.email_id from threads join email e on e.account_id = $1 and e.thread_id = threads.thread_id`,
    [accountId, since, mailboxId],
  );
  return { removed: rows.map(({ id }) => id), candidates: rows.map(({ id }) => id) };
}
