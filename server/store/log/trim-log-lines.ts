/** Shortens the kept log to its bound: the latest 100,000 lines, and none older than so many days. */
import { database } from '../database.ts';

/** Returns how many lines went. */
export async function trimLogLines({ days = null, most = 100_000 }: { days?: number | null; most?: number }): Promise<number> {
  const { rowCount } = await database().pool.query(
    `delete from log_line where log_no <= (select max(log_no) from log_line) - $2 or at < now() - make_interval(days => $1)`,
    [days, most],
  );
  return rowCount ?? 0;
}
