/** What runs in one process of all machines: whoever holds the lock of the database does it, and another one goes on when it dies. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { startRounds } from '#server/log/rounds.ts';
import { database } from './database.ts';

type Stop = () => Promise<void>;

// A machine that vanishes without a word gives its lock back within half a minute.
const keepAlive =
  'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3; set tcp_user_timeout = 20000';

/** Starts the tasks each time that this process becomes the leader, and stops them when it no longer is. The result stops it for good. */
export function whileLeading(what: string, start: () => Stop[], lookEveryMs = 3000): Stop {
  const key = createHash('sha256').update(`leader ${what}`).digest().readBigInt64BE(0).toString();
  let client: pg.PoolClient | null = null;
  let tasks: Stop[] = [];

  const stopTasks = async () => {
    const stops = tasks;
    tasks = [];
    await Promise.all(stops.map((stop) => stop()));
  };
  const giveUp = async (error?: Error) => {
    const held = client;
    client = null;
    await stopTasks();
    held?.release(error ?? true); // closed, and with it the lock is free
  };
  // The lock is the connection's: as long as it answers, nobody else leads.
  const look = async () => {
    try {
      if (client) return void (await client.query('select 1'));
      const candidate = await database().pool.connect();
      try {
        const { rows } = await candidate.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [key]);
        if (!rows[0]?.got) return candidate.release();
        await candidate.query(keepAlive);
      } catch (error) {
        candidate.release(true);
        throw error;
      }
      client = candidate;
      candidate.on('error', () => undefined); // the next look tells
      tasks = start();
    } catch (error) {
      if (client) await giveUp(error instanceof Error ? error : undefined);
      throw error;
    }
  };
  const complaint = `store: the lock of the leader of ${what} cannot be asked for`;
  const stop = startRounds({ everyMs: lookEveryMs, atOnce: true, complaint }, look);
  return async () => {
    await stop();
    await giveUp();
  };
}
