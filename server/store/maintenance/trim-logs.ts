/**
 * Shortens the change logs to 90 days or 200,000 rows an account, but never below the days in which an account can be put back
 * (UNDO_DAYS), as far as two million rows reach. Who asks for older changes is told to read everything again.
 */
import { config } from '#server/config/config.ts';
import { database, inTransaction } from '../database.ts';

export interface LogLimits {
  days?: number;
  rows?: number;
  /** The last days, which only `mostRows` shortens. */
  undoDays?: number;
  mostRows?: number;
}

/** Returns how many rows were deleted. */
export async function trimLogs({ days = 90, rows: few = 200_000, ...more }: LogLimits = {}): Promise<number> {
  const { undoDays = config().undoDays, mostRows = 2_000_000 } = more;
  // Rows are in the order of time: the oldest row tells whether there is anything to do.
  const { rows } = await database().pool.query<{ accountId: number; floor: number | null }>(
    `select s.account_id as "accountId", greatest(
       (select max(l.modseq) from change_log l where l.account_id = s.account_id and l.at < now() - make_interval(days => $1)
          and exists (select from (select at from change_log o where o.account_id = s.account_id order by modseq limit 1) oldest
            where oldest.at < now() - make_interval(days => $1))),
       (select max(l.modseq) from change_log l where l.account_id = s.account_id and l.at <= now() - make_interval(days => $3)
          and l.modseq <= (select k.modseq from change_log k where k.account_id = s.account_id order by k.modseq desc offset $2 limit 1)),
       (select l.modseq from change_log l where l.account_id = s.account_id order by l.modseq desc offset $4 limit 1)) as floor
     from account_state s`,
    [Math.max(days, undoDays), few, undoDays, mostRows],
  );
  let deleted = 0;
  for (const { accountId, floor } of rows) if (floor !== null) deleted += await trimAccount(accountId, floor);
  return deleted;
}

// The floor and the deletion are one transaction: what the log holds above its floor is complete.
function trimAccount(accountId: number, floor: number): Promise<number> {
  return inTransaction(async (client) => {
    const { rowCount } = await client.query(
      `update account_state s
       set log_floor = $2, past_from = greatest(s.past_from,
         (select max(at) from change_log where account_id = $1 and modseq <= $2),
         (select max(at) from object_log where account_id = $1 and modseq <= $2))
       where s.account_id = $1 and s.log_floor < $2`,
      [accountId, floor],
    );
    if (!rowCount) return 0;
    const gone = await client.query('delete from change_log where account_id = $1 and modseq <= $2', [accountId, floor]);
    for (const table of ['object_log', 'mailbox_past', 'restoration'])
      await client.query(`delete from ${table} where account_id = $1 and modseq <= $2`, [accountId, floor]);
    return gone.rowCount ?? 0;
  });
}
