/** Does, or undoes, a bulk change batch by batch. Any process may go on where another died: the lease tells who is at it. */
import { rows } from '../database.ts';
import { callForAccount } from '../writes/call.ts';
import { leaseSeconds } from './begin-bulk.ts';

/**
 * Returns when all of it is done; throws when the store refuses, after noting why. Each batch is a commit with one modseq, and the note of
 * how to take it back is part of it: whatever a crash leaves, a batch is done or it is not.
 */
export async function runBulk(bulkId: number): Promise<void> {
  const [job] = await rows<{ accountId: number }>(
    `select account_id as "accountId" from bulk_change where bulk_id = $1 and state in ('running', 'undoing')`,
    [bulkId],
  );
  if (!job) return;
  try {
    for (let left = true; left;) {
      const batch = await callForAccount<{ modseq: number; left: boolean }>('f_bulk_batch', job.accountId, bulkId, leaseSeconds);
      if (!batch.ok) throw new Error(batch.reason);
      left = batch.value.left;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await rows(`update bulk_change set state = 'failed', reason = $2 where bulk_id = $1`, [bulkId, reason]);
    throw error;
  }
}
