import { database } from '../database.ts';

/** \Recent (RFC 3501 §2.3.2): UIDs above `from` are this session's, and no later session's. Not a change of the account: no modseq. */
export async function takeRecent(accountId: number, mailboxId: number): Promise<{ from: number }> {
  const text = `update mailbox b set recent_uid = b.uidnext - 1
                  from (select recent_uid from mailbox where account_id = $1 and mailbox_id = $2 for update) old
                 where b.account_id = $1 and b.mailbox_id = $2 returning old.recent_uid as "from"`;
  const { rows } = await database().pool.query<{ from: number }>(text, [accountId, mailboxId]);
  return rows[0] ?? { from: 0 };
}
