/** What THREAD needs of messages (RFC 5256 §3). */
import { arrays } from '../database.ts';

export interface ThreadRow {
  uid: number;
  /** Date header, else arrival. */
  at: Date;
  subject: string;
  baseSubject: string;
  messageId: string | null;
  /** References, else the first of In-Reply-To (RFC 5256 §3 step 1). */
  references: string[];
}

/** By UID ascending; UIDs that are not there are absent. */
export async function threadRows(accountId: number, mailboxId: number, uids: number[]): Promise<ThreadRow[]> {
  type Row = [number, Date, string, string, string | null, string[] | null, string | null];
  const found = await arrays<Row>(
    `select e.uid, coalesce(x.sent_at, x.received_at), left(x.subject, 500), x.sort_subject, x.hdr->'messageId'->>0, x.hdr->'references',
       x.hdr->'inReplyTo'->>0
     from unnest($3::int[]) as k(uid)
       cross join lateral (
         select * from mailbox_email m where m.account_id = $1 and m.mailbox_id = $2 and m.uid = k.uid offset 0) e
       cross join lateral (
         select * from email where account_id = $1 and email_id = e.email_id offset 0) x
     order by e.uid`,
    [accountId, mailboxId, uids],
  );
  return found.map(([uid, at, subject, baseSubject, messageId, references, inReplyTo]) => ({
    uid,
    at,
    subject,
    baseSubject,
    messageId,
    references: references ?? (inReplyTo === null ? [] : [inReplyTo]),
  }));
}
