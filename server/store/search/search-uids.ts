/** IMAP SEARCH (RFC 9051 §6.4.4): the UIDs of one mailbox that meet a condition. */
import type { EmailFilter } from '../contract.ts';
import { numbersIn } from '../reads/open-mailbox.ts';
import { compileFilter } from './compile-filter.ts';
import { fromBase, type SearchBase } from './search-base.ts';
import { inSearchSnapshot } from './search-snapshot.ts';
import { SqlParameters } from './sql-parameters.ts';
import { planText } from './text-plan.ts';

/** Ascending. */
export function searchUids(accountId: number, mailboxId: number, filter: EmailFilter): Promise<number[]> {
  const base: SearchBase = { accountId, mailboxId };
  return inSearchSnapshot(accountId, filter, async (client) => {
    const plan = await planText(client, base, filter);
    const parameters = new SqlParameters();
    const { condition, needsEmail } = compileFilter(filter, { accountId, parameters, plan });
    const { from, where } = fromBase(base, parameters, needsEmail);
    const { rows } = await client.query<{ uids: string | null }>(
      `select string_agg(x.uid::text, ',') as uids from (select me.uid from ${from} where ${where} and ${condition} order by me.uid) x`,
      parameters.values,
    );
    return numbersIn(rows[0]?.uids);
  });
}
