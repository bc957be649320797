/**
 * A table that has just been filled has no statistics until autovacuum comes by, and plans made without any take an account's mail for one
 * row: an import of thousands would join them in quadratic time. So the first deliveries of a process ask for statistics themselves.
 */
import { log, reasonOf } from '#server/log/log.ts';
import { database } from '../database.ts';

const tables = 'email, mailbox_email, thread_mailbox, thread_ref, change_log';
let delivered = 0;
let next = 100;

export const deliveredSoFar = (): number => delivered;

/** After so many messages of this process: 100, 400, 1,600, … up to 25,600; then autovacuum keeps pace. */
export function noteDelivered(count: number): void {
  delivered += count;
  if (delivered < next || next > 30_000) return;
  next *= 4;
  make(delivered).catch((error: unknown) => log.warn('store: no statistics were made', { reason: reasonOf(error) }));
}

/** Unless there are statistics of a table at least as large as what has come since: a large table is read for seconds. */
async function make(least: number): Promise<void> {
  const { pool } = database();
  const known = await pool.query<{ rows: number }>(`select reltuples::float8 as rows from pg_class where oid = 'email'::regclass`);
  if ((known.rows[0]?.rows ?? 0) < least) await pool.query(`analyze ${tables}`);
}
