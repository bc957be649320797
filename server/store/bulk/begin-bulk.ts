import type { EmailFilter } from '../contract.ts';
import { inTransaction } from '../database.ts';
import { queryEmails } from '../search/query-emails.ts';
import type { BulkWork } from './types.ts';

/** So many in one write: others who write to the account wait for no longer than that (some 0.15 s). */
const perBatch = 4000;
const most = 2_000_000;
export const leaseSeconds = 30;

/** Fixes what is to be changed and keeps it, so that the work goes on after a crash. `runBulk` does it. Returns the number of the change. */
export async function beginBulk(accountId: number, filter: EmailFilter, work: BulkWork, batchSize = perBatch): Promise<number> {
  const found = await queryEmails(accountId, {
    filter,
    sort: [{ property: 'receivedAt', ascending: false }],
    collapseThreads: false,
    position: 0,
    limit: most,
    calculateTotal: false,
  });
  const ids = found === 'anchorNotFound' ? [] : found.ids;
  return inTransaction(async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `insert into bulk_change (account_id, change, state, total, lease_until)
       values ($1, $2, 'running', $3, now() + make_interval(secs => $4)) returning bulk_id as id`,
      [accountId, JSON.stringify(work), ids.length, leaseSeconds],
    );
    const bulkId = rows[0]?.id ?? 0;
    const batches = Array.from(
      { length: Math.ceil(ids.length / batchSize) },
      (_, n) => `{${ids.slice(n * batchSize, (n + 1) * batchSize).join()}}`,
    );
    await client.query(
      `insert into bulk_batch (bulk_id, n, email_ids)
       select $1, o - 1, k.ids::bigint[] from unnest($2::text[]) with ordinality as k(ids, o)`,
      [bulkId, batches],
    );
    return bulkId;
  });
}
