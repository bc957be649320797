/**
 * Deletes blobs that nothing refers to. There is no reference counter: a blob untouched for the grace time is a candidate; its row is
 * locked, and the condition is checked again in a later statement, whose snapshot sees every reference committed before the lock.
 * Who adds a reference touches the row in the same transaction, so either it waits for us and finds the blob gone, or we see it.
 */
import { database, inTransaction, rows } from '../database.ts';

const unreferenced = `
  not exists (select from email e where e.blob = b.sha256)
  and not exists (select from queue_message q where q.blob = b.sha256)
  and not exists (select from quarantine h where h.blob = b.sha256)
  and not exists (select from upload u where u.sha256 = b.sha256)`;

/** Returns how many were deleted. */
export async function collectBlobs(graceHours = 24): Promise<number> {
  await database().pool.query('delete from upload where expires_at < now()');
  let deleted = 0;
  let after: Buffer = Buffer.alloc(0);
  for (;;) {
    const found = await rows<{ sha256: Buffer }>(
      `select sha256 from blob b where sha256 > $2 and touched_at < now() - make_interval(hours => $1) and ${unreferenced}
       order by sha256 limit 200`,
      [graceHours, after],
    );
    const last = found.at(-1);
    if (!last) return deleted;
    after = last.sha256;
    deleted += await deleteThese(
      found.map(({ sha256 }) => sha256),
      graceHours,
    );
  }
}

function deleteThese(candidates: Buffer[], graceHours: number): Promise<number> {
  return inTransaction(async (client) => {
    const locked = await client.query<{ sha256: Buffer }>(
      `select sha256 from blob where sha256 = any($1) and touched_at < now() - make_interval(hours => $2)
       order by sha256 for update skip locked`,
      [candidates, graceHours],
    );
    const gone = await client.query<{ sha256: Buffer }>(`delete from blob b where sha256 = any($1) and ${unreferenced} returning sha256`, [
      locked.rows.map(({ sha256 }) => sha256),
    ]);
    const hashes = gone.rows.map(({ sha256 }) => sha256);
    await client.query('delete from blob_chunk where sha256 = any($1)', [hashes]);
    await client.query('update blob_object set touched_at = now() where sha256 = any($1)', [hashes]); // from now on it counts for the sweep
    return gone.rows.length;
  });
}
