/** How far bulk changes are, undoing one, and taking up what a process left that died. */
import { rows } from '../database.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { leaseSeconds } from './begin-bulk.ts';
import { runBulk } from './run-bulk.ts';
import type { BulkState } from './types.ts';

export function bulkStates(accountId: number, bulkIds: number[]): Promise<BulkState[]> {
  return rows(
    `select bulk_id as "bulkId", state, total, done, reason, state = 'done' and change ? 'patch' as "canUndo"
       from bulk_change where account_id = $1 and bulk_id = any($2::bigint[]) order by bulk_id`,
    [accountId, bulkIds],
  );
}

/** True when there is something to run back now. One that is still running is stopped where it is. */
export async function undoBulk(accountId: number, bulkId: number): Promise<boolean> {
  const found = await rows(
    `update bulk_change set state = 'undoing', lease_until = now() + make_interval(secs => $3)
      where account_id = $1 and bulk_id = $2 and state = 'done' and change ? 'patch' returning 1`,
    [accountId, bulkId, leaseSeconds],
  );
  return found.length > 0;
}

/** Goes on with what nobody has worked at for the time of a lease. */
export async function resumeBulks(): Promise<number> {
  const left = await rows<{ bulkId: number }>(
    `update bulk_change set lease_until = now() + make_interval(secs => $1)
      where state in ('running', 'undoing') and lease_until < now() returning bulk_id as "bulkId"`,
    [leaseSeconds],
  );
  for (const { bulkId } of left)
    await runBulk(bulkId).catch((error: unknown) => log.error('bulk.failed', { bulkId, reason: reasonOf(error) }));
  return left.length;
}

/** What can no longer be undone: older than a week. */
export async function forgetBulks(): Promise<number> {
  const gone = await rows(
    `delete from bulk_change where created_at < now() - interval '7 days' and state not in ('running', 'undoing') returning 1`,
  );
  return gone.length;
}
