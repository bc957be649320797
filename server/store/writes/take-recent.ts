import { database } from '../database.ts';

/** \Recent (RFC 3501 §2.3.2): UIDs above `from` up to `to` are this session's, and no other's. Not a change of the account: no modseq. */
export async function takeRecent(accountId: number, mailboxId: number): Promise<{ from: number; to: number }> {
  const text = `update mailbox b set recent_uid = b.uidnext - 1
                  from (select recent_uid from mailbox where account_id = $1 and mailbox_id = $2 for update) old
                 where b.account_id = $1 and b.mailbox_id = $2 returning old.recent_uid as "from", b.recent_uid as "to"`;
  const { rows } = await database().pool.query<{ from: number; to: number }>(text, [accountId, mailboxId]);
  return rows[0] ?? { from: 0, to: 0 };
}
