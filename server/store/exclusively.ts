/** Work that only one process of all machines does at a time. */
import { createHash } from 'node:crypto';
import { database } from './database.ts';

/** Null when another one is at it. The lock is the session's: a process that dies gives it back. */
export async function exclusively<T>(what: string, work: () => Promise<T>): Promise<T | null> {
  const key = createHash('sha256').update(what).digest().readBigInt64BE(0).toString();
  const client = await database().pool.connect();
  let broken: Error | undefined;
  try {
    const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [key]);
    if (!rows[0]?.got) return null;
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock($1)', [key]).catch((error: Error) => (broken = error));
    }
  } finally {
    client.release(broken);
  }
}
