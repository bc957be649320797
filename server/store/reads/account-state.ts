/** The account's counters, read without its lock. */
import { hotRows, rows } from '../database.ts';

/** The highest committed change number: JMAP's state string for every type. 0 for no such account. */
export async function accountState(accountId: number): Promise<number> {
  const [found] = await hotRows<{ modseq: number }>('select modseq from account_state where account_id = $1', [accountId]);
  return found?.modseq ?? 0;
}

export interface Usage {
  usedBytes: number;
  usedMessages: number;
  /** Null: unlimited. */
  quotaBytes: number | null;
}

export async function accountUsage(accountId: number): Promise<Usage> {
  const [found] = await rows<Usage>(
    `select s.used_bytes as "usedBytes", s.used_msgs as "usedMessages", a.quota_bytes as "quotaBytes"
     from account a join account_state s using (account_id) where a.account_id = $1`,
    [accountId],
  );
  return found ?? { usedBytes: 0, usedMessages: 0, quotaBytes: null };
}
