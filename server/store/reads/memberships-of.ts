/** Where emails are and what keywords they have, without reading their messages: for changes of many at once. */
import { rows } from '../database.ts';

export interface EmailPlaces {
  emailId: number;
  mailboxIds: number[];
  /** Without `\Deleted`, which belongs to a membership. */
  flags: number;
  keywords: string[] | null;
}

/** Those that are not there are absent. */
export function membershipsOf(accountId: number, emailIds: readonly number[]): Promise<EmailPlaces[]> {
  return rows(
    `select k.id as "emailId", m.ids as "mailboxIds", m.flags, m.keywords
       from unnest($2::bigint[]) as k(id)
         cross join lateral (
           select array_agg(distinct x.mailbox_id) as ids, min(x.flags & ~8) as flags, min(x.keywords) as keywords
             from mailbox_email x where x.account_id = $1 and x.email_id = k.id having count(*) > 0) m`,
    [accountId, [...new Set(emailIds)]],
  );
}
