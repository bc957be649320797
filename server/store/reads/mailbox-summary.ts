/** What SELECT has to say of a mailbox, without reading its messages: the counters, and the few rows that they do not count. */
import type { Mailbox } from '../contract.ts';
import { rows } from '../database.ts';
import { mailboxColumns } from './mailboxes.ts';
import { numbersIn } from './open-mailbox.ts';

export interface MailboxSummary {
  mailbox: Mailbox;
  /** UIDs that no session has had yet (RFC 3501 §2.3.2), ascending. */
  fresh: number[];
  /** How many messages stand before the first without \Seen; null when all have it. */
  seenBefore: number | null;
}

/** One state of the database. Null when the mailbox is gone. */
export async function mailboxSummary(accountId: number, mailboxId: number): Promise<MailboxSummary | null> {
  const [found] = await rows<Mailbox & { fresh: string | null; seenBefore: number | null }>(select, [accountId, mailboxId]);
  if (!found) return null;
  const { fresh, seenBefore, ...mailbox } = found;
  return { mailbox, fresh: numbersIn(fresh), seenBefore };
}

// The index is walked up to the first unseen message only. `m.unseen` may count otherwise (drafts), so it is not asked.
const select = `
  select ${mailboxColumns},
    (select string_agg(uid::text, ',' order by uid) from mailbox_email e
      where e.account_id = $1 and e.mailbox_id = $2 and e.uid > m.recent_uid) as fresh,
    case when u.uid is not null then
      (select count(*)::int from mailbox_email e where e.account_id = $1 and e.mailbox_id = $2 and e.uid < u.uid) end as "seenBefore"
  from mailbox m left join lateral (
    select uid from mailbox_email e where e.account_id = $1 and e.mailbox_id = $2 and e.flags & 1 = 0 order by uid limit 1) u on true
  where m.account_id = $1 and m.mailbox_id = $2`;
