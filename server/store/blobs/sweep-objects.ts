/**
 * Removes objects of S3 storage that no row needs, when nothing has touched them for the grace time: a backup that began while the row was
 * there, or a reader that has seen it, still finds them. The note is locked until the object is gone, and who is about to write the same
 * object touches the note first: he waits, and writes it anew.
 */
import { inTransaction } from '../database.ts';
import { objectName, objects, Place } from './objects.ts';

const batch = 50;

/** Returns how many went. Throws StorageFault when the storage does not answer: what is left goes another time. */
export async function sweepObjects(graceHours = 24): Promise<number> {
  for (let swept = 0; ;) {
    const done = await sweepSome(graceHours);
    swept += done;
    if (done < batch) return swept;
  }
}

function sweepSome(graceHours: number): Promise<number> {
  return inTransaction(async (client) => {
    const { rows } = await client.query<{ sha256: Buffer }>(
      `select sha256 from blob_object o
       where touched_at < now() - make_interval(hours => $1)
         and not exists (select from blob b where b.sha256 = o.sha256 and b.store = $3)
       limit $2 for update skip locked`,
      [graceHours, batch, Place.s3],
    );
    if (rows.length === 0) return 0;
    const storage = objects();
    await Promise.all(rows.map(({ sha256 }) => storage.remove(objectName(sha256))));
    await client.query('delete from blob_object where sha256 = any($1)', [rows.map(({ sha256 }) => sha256)]);
    return rows.length;
  });
}
