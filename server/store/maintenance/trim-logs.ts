/** Shortens the change logs to 90 days or 200,000 rows an account; who asks for older changes is told to read everything again. */
import { database, inTransaction } from '../database.ts';

export interface LogLimits {
  days?: number;
  rows?: number;
}

/** Returns how many rows were deleted. */
export async function trimLogs({ days = 90, rows: most = 200_000 }: LogLimits = {}): Promise<number> {
  // Rows are in the order of time: the oldest row tells whether there is anything to do.
  const { rows } = await database().pool.query<{ accountId: number; floor: number | null }>(
    `select s.account_id as "accountId", greatest(
       (select max(l.modseq) from change_log l where l.account_id = s.account_id and l.at < now() - make_interval(days => $1)
          and exists (select from (select at from change_log o where o.account_id = s.account_id order by modseq limit 1) oldest
            where oldest.at < now() - make_interval(days => $1))),
       (select l.modseq from change_log l where l.account_id = s.account_id order by l.modseq desc offset $2 limit 1)) as floor
     from account_state s`,
    [days, most],
  );
  let deleted = 0;
  for (const { accountId, floor } of rows) if (floor !== null) deleted += await trimAccount(accountId, floor);
  return deleted;
}

// The floor and the deletion are one transaction: what the log holds above its floor is complete.
function trimAccount(accountId: number, floor: number): Promise<number> {
  return inTransaction(async (client) => {
    const { rowCount } = await client.query('update account_state set log_floor = $2 where account_id = $1 and log_floor < $2', [
      accountId,
      floor,
    ]);
    if (!rowCount) return 0;
    const gone = await client.query('delete from change_log where account_id = $1 and modseq <= $2', [accountId, floor]);
    await client.query('delete from object_log where account_id = $1 and modseq <= $2', [accountId, floor]);
    return gone.rowCount ?? 0;
  });
}
