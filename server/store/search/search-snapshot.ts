/** The state of the database that a search reads: one in which every email is indexed, if the search is over text. */
import type { PoolClient } from 'pg';
import type { EmailFilter } from '../contract.ts';
import { inSnapshot } from '../database.ts';
import { indexAccount } from './index-emails.ts';
import { textLeaves } from './text-plan.ts';

const attempts = 5;

/**
 * `complete` is false when mail came in faster than it could be indexed: what was committed before the search began is indexed all the
 * same, but the answer is not to be remembered as that of this modseq.
 */
export async function inSearchSnapshot<T>(
  accountId: number,
  filter: EmailFilter,
  work: (client: PoolClient, complete: boolean) => Promise<T>,
): Promise<T> {
  const overText = textLeaves(filter).length > 0;
  for (let attempt = 1; ; attempt++) {
    if (overText) await indexAccount(accountId);
    const done = await inSnapshot(async (client) => {
      if (overText) await client.query(`set local statement_timeout = '60s'`);
      const pending =
        overText && (await client.query('select from index_job where account_id = $1 and not again limit 1', [accountId])).rows.length > 0;
      return pending && attempt < attempts ? null : { answer: await work(client, !pending) };
    });
    if (done) return done.answer;
  }
}
