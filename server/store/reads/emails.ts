/** Emails and threads by id, for JMAP. An email that left its last mailbox (it is `buried`) is not there any more. */
import type { EmailRow } from '../contract.ts';
import { rows } from '../database.ts';

// Joined with the list, not `= any(list)`: one look-up in the primary key for each id, whatever the planner thinks of the account.
const select = `
  select e.email_id as "emailId", e.thread_id as "threadId", e.received_at as "receivedAt", e.sent_at as "sentAt", e.blob, e.prefix,
    e.size, e.header_size as "headerSize", e.has_attachment as "hasAttachment", e.subject, e.preview, e.hdr as headers,
    e.parts as root, e.envelope, e.bodystructure, e.body, m.ids as "mailboxIds", m.flags, m.keywords
  from unnest($2::bigint[]) as k(id)
    join email e on e.account_id = $1 and e.email_id = k.id
    cross join lateral (
    select array_agg(distinct x.mailbox_id) as ids, min(x.flags & ~8) as flags,
      min(x.keywords) as keywords
    from mailbox_email x where x.account_id = e.account_id and x.email_id = e.email_id having count(*) > 0) m`;

/** Of `email e`: not in any mailbox any more, and kept only so that it can be put back. */
export const isThere = 'not exists (select from buried b where b.account_id = e.account_id and b.email_id = e.email_id)';

/** In the order asked for; those that are not there are absent. `flags` without `\Deleted`, which belongs to a membership. */
export async function getEmails(accountId: number, emailIds: number[]): Promise<EmailRow[]> {
  const found = new Map((await rows<EmailRow>(select, [accountId, emailIds])).map((row) => [row.emailId, row]));
  return emailIds.flatMap((id) => found.get(id) ?? []);
}

/** Email ids of each thread by receivedAt ascending (RFC 8621 §3); threads that are not there are absent. */
export async function getThreads(accountId: number, threadIds: number[]): Promise<Map<number, number[]>> {
  const found = await rows<{ thread: number; emails: string[] }>(
    `select thread_id as thread, array_agg(email_id::text order by received_at, email_id) as emails
     from email e where account_id = $1 and thread_id = any($2::bigint[]) and ${isThere} group by thread_id`,
    [accountId, threadIds],
  );
  return new Map(found.map(({ thread, emails }) => [thread, emails.map(Number)]));
}
