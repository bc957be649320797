/** A few sums over everything, for those who watch the server. */
import { rows } from '../database.ts';

export interface StoreFigures {
  accounts: number;
  messages: number;
  octets: number;
  /** Recipients by state. */
  queue: { pending: number; held: number };
  oldestQueuedSeconds: number;
  unindexed: number;
  databaseOctets: number;
  lastBackupAt: Date | null;
}

export async function storeFigures(): Promise<StoreFigures> {
  const [found] = await rows<StoreFigures & { pending: number; held: number }>(
    `select (select count(*) from account) as accounts,
       (select coalesce(sum(used_msgs), 0)::bigint from account_state) as messages,
       (select coalesce(sum(used_bytes), 0)::bigint from account_state) as octets,
       q.pending, q.held, q.oldest as "oldestQueuedSeconds",
       (select count(*) from index_job) as unindexed, pg_database_size(current_database()) as "databaseOctets",
       (select (value->>'begunAt')::timestamptz from server_state where key = 'backup:last' and value->>'id' is not null) as "lastBackupAt"
     from (select count(*) filter (where r.state = 0) as pending, count(*) filter (where r.state = 3) as held,
             coalesce(extract(epoch from now() - min(m.created_at) filter (where r.state = 0)), 0)::float8 as oldest
           from queue_rcpt r join queue_message m using (queue_id) where r.state in (0, 3)) q`,
  );
  if (!found) throw new Error('the database gave no figures');
  const { pending, held, ...rest } = found;
  return { ...rest, queue: { pending, held } };
}
