/**
 * Which workers of the queue live. Each holds a lock of the database under its name for as long as its connection lasts; who finds the lock
 * of a lease's owner free, and free again some seconds later, gives what it had in hand to the others without waiting for the lease to end.
 */
import type pg from 'pg';
import { startRounds } from '#server/log/rounds.ts';
import { database, inTransaction, rows } from '../database.ts';

const keyOf = (owner: string) => BigInt.asIntN(64, BigInt(`0x${owner.replaceAll('-', '').slice(0, 16)}`)).toString();
const keepAlive =
  'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3; set tcp_user_timeout = 20000';

/** Holds the name of this worker, again whenever the connection was lost. The result lets it go. */
export function holdName(owner: string, everyMs = 2000): () => Promise<void> {
  let client: pg.PoolClient | null = null;
  const stop = startRounds({ everyMs, atOnce: true, complaint: 'queue: the name of this worker is not held' }, async () => {
    try {
      if (client) return void (await client.query('select 1'));
      const fresh = await database().pool.connect();
      fresh.on('error', () => undefined); // the next look tells
      client = fresh;
      await fresh.query(keepAlive);
      await fresh.query('select pg_advisory_lock($1)', [keyOf(owner)]);
    } catch (error) {
      const lost = client;
      client = null;
      lost?.release(true);
      throw error;
    }
  });
  return async () => {
    await stop();
    client?.release(true);
  };
}

/** Owners whose lock was free at the last look, and since when. */
export type Suspects = Map<string, number>;

/** One look; remembers in `suspects`. A worker that has only lost its connection has `graceMs` to come back. How many were freed. */
export async function freeLeasesOfDead({
  self,
  now,
  suspects,
  graceMs,
}: {
  self: string;
  now: Date;
  suspects: Suspects;
  graceMs: number;
}): Promise<number> {
  const owners = await rows<{ owner: string }>(
    'select distinct lease_owner::text as owner from queue_rcpt where state = 0 and lease_owner is not null and lease_owner <> $1::uuid',
    [self],
  );
  for (const owner of suspects.keys()) if (!owners.some((one) => one.owner === owner)) suspects.delete(owner);
  let freed = 0;
  for (const { owner } of owners) {
    freed += await inTransaction(async (client) => {
      const { rows: found } = await client.query<{ free: boolean }>('select pg_try_advisory_xact_lock($1) as free', [keyOf(owner)]);
      if (!found[0]?.free) {
        suspects.delete(owner);
        return 0;
      }
      const since = suspects.get(owner) ?? now.getTime();
      suspects.set(owner, since);
      if (now.getTime() - since < graceMs) return 0;
      const text = 'update queue_rcpt set next_at = $2, lease_owner = null where state = 0 and lease_owner = $1';
      return (await client.query(text, [owner, now])).rowCount ?? 0;
    });
  }
  return freed;
}
