/** Emails and threads by id, for JMAP. An email that left its last mailbox (it is `buried`) is not there any more. */
import type { EmailHead, EmailMetadata, EmailRow } from '../contract.ts';
import { hotRows } from '../database.ts';

const metadata = `e.email_id as "emailId", e.thread_id as "threadId", e.received_at as "receivedAt", e.size,
    m.ids as "mailboxIds", m.flags, m.keywords`;
const head = `${metadata}, e.sent_at as "sentAt", e.blob, e.prefix, e.header_size as "headerSize", e.has_attachment as "hasAttachment",
    e.subject, e.preview, e.hdr as headers`;

// Joined with the list, not `= any(list)`: one look-up in the primary key for each id, whatever the planner thinks of the account.
const statement = (columns: string) => `
  select ${columns}
  from unnest($2::bigint[]) as k(id)
    join email e on e.account_id = $1 and e.email_id = k.id
    cross join lateral (
    select array_agg(distinct x.mailbox_id) as ids, min(x.flags & ~8) as flags,
      min(x.keywords) as keywords
    from mailbox_email x where x.account_id = e.account_id and x.email_id = e.email_id having count(*) > 0) m`;
const metadataOf = statement(metadata);
const headsOf = statement(head);
const wholeOf = statement(`${head}, e.parts as root`);

/** Of `email e`: not in any mailbox any more, and kept only so that it can be put back. */
export const isThere = 'not exists (select from buried b where b.account_id = e.account_id and b.email_id = e.email_id)';

async function inOrder<Row extends EmailMetadata>(text: string, accountId: number, emailIds: number[]): Promise<Row[]> {
  const found = new Map((await hotRows<Row>(text, [accountId, emailIds])).map((row) => [row.emailId, row]));
  return emailIds.flatMap((id) => found.get(id) ?? []);
}

/** In the order asked for; those that are not there are absent. `flags` without `\Deleted`, which belongs to a membership. */
export const getEmails = (accountId: number, emailIds: number[]): Promise<EmailRow[]> => inOrder(wholeOf, accountId, emailIds);

/** As `getEmails`, without the parts, which take most of the reading. */
export const getEmailHeads = (accountId: number, emailIds: number[]): Promise<EmailHead[]> => inOrder(headsOf, accountId, emailIds);

/** As `getEmails`, without anything of the message. */
export const getEmailMetadata = (accountId: number, emailIds: number[]): Promise<EmailMetadata[]> =>
  inOrder(metadataOf, accountId, emailIds);

/** Email ids of each thread by receivedAt ascending (RFC 8621 §3); threads that are not there are absent. */
export async function getThreads(accountId: number, threadIds: number[]): Promise<Map<number, number[]>> {
  const found = await hotRows<{ thread: number; emails: string[] }>(
    `select thread_id as thread, array_agg(email_id::text order by received_at, email_id) as emails
     from email e where account_id = $1 and thread_id = any($2::bigint[]) and ${isThere} group by thread_id`,
    [accountId, threadIds],
  );
  return new Map(found.map(({ thread, emails }) => [thread, emails.map(Number)]));
}
