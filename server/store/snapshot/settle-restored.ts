/**
 * After a restore. What happened between the backup and its loss was seen by programs but is unknown here; the numbers given out since
 * must not be given out again for other messages, and no program may be told that nothing has changed.
 */
import { inTransaction } from '../database.ts';

/** More than one account has changes, new messages or objects between two backups. */
const gap = 1_000_000;
const uidGap = 100_000;

/**
 * Returns how many queued recipients are held: whether they were served after the backup nobody knows, and mail must not go out twice by
 * itself.
 *
 * UIDs, UIDVALIDITY, flags and ids stay: mail programs keep what they have downloaded. UIDNEXT, modseqs and ids go on beyond what may have
 * been given out. The logs begin anew, so that a resync (QRESYNC, `/changes`) compares lists instead of trusting a gap in the log.
 */
export function settleRestored(): Promise<number> {
  return inTransaction(async (client) => {
    await client.query('delete from change_log');
    await client.query('delete from object_log');
    await client.query('delete from mailbox_past');
    await client.query('delete from restoration');
    await client.query(
      'update account_state set modseq = modseq + $1, log_floor = modseq + $1, next_id = next_id + $1, past_from = now()',
      [gap],
    );
    await client.query('update mailbox set uidnext = least(uidnext::bigint + $1, 2147483647)::int, modseq = modseq + $2', [uidGap, gap]);
    const { rowCount } = await client.query('update queue_rcpt set state = 3, lease_owner = null where state = 0');
    return rowCount ?? 0;
  });
}
