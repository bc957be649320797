/** The state of the database that a search reads: one in which every email is indexed, if the search asks for what the index holds. */
import type { PoolClient } from 'pg';
import type { EmailFilter } from '../contract.ts';
import { inSnapshot } from '../database.ts';
import { indexAccount } from './index-emails.ts';
import { needsIndex } from './text-plan.ts';

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
  const waits = needsIndex(filter);
  for (let attempt = 1; ; attempt++) {
    if (waits) await indexAccount(accountId);
    const done = await inSnapshot(async (client) => {
      if (waits) await client.query(`set local statement_timeout = '60s'`);
      const pending =
        waits && (await client.query('select from index_job where account_id = $1 and not again limit 1', [accountId])).rows.length > 0;
      return pending && attempt < attempts ? null : { answer: await work(client, !pending) };
    });
    if (done) return done.answer;
  }
}
