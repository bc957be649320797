/**
 * Blobs that lie in S3 storage and are not there. The storage lists its objects in the order of their names, which is that of the hashes:
 * both lists are walked side by side, a thousand at a time, without asking for a single object.
 */
import { StorageFault } from '#server/s3/s3-storage.ts';
import { objectName, objects, Place } from '../blobs/objects.ts';
import { rows } from '../database.ts';
import type { Finding } from './finding.ts';

export async function* faultsOfObjects(): AsyncGenerator<Finding> {
  const wanted = rowsInStorage();
  let next = await wanted.next();
  if (next.done) return; // nothing lies there: the settings may name no storage
  try {
    for await (const page of objects().pages())
      for (const name of page) {
        while (!next.done && next.value < name) {
          if (await stillThere(next.value)) yield missing(next.value);
          next = await wanted.next();
        }
        if (!next.done && next.value === name) next = await wanted.next();
      }
    for (; !next.done; next = await wanted.next()) if (await stillThere(next.value)) yield missing(next.value);
  } catch (error) {
    if (!(error instanceof StorageFault)) throw error;
    yield { check: 'blob storage does not answer', accountId: null, object: null, detail: error.message };
  }
}

async function* rowsInStorage(): AsyncGenerator<string> {
  for (let after: Buffer | undefined = Buffer.alloc(0); after;) {
    const page: { sha256: Buffer }[] = await rows<{ sha256: Buffer }>(
      'select sha256 from blob where sha256 > $1 and store = $2 order by sha256 limit 1000',
      [after, Place.s3],
    );
    for (const { sha256 } of page) yield objectName(sha256);
    after = page.at(-1)?.sha256;
  }
}

const missing = (object: string): Finding => ({
  check: 'blob missing in storage',
  accountId: null,
  object,
  detail: 'the storage has no such object',
});

/** What was written, moved or collected while the storage was listed is no fault. */
async function stillThere(name: string): Promise<boolean> {
  const [found] = await rows<{ store: number }>('select store from blob where sha256 = $1', [Buffer.from(name, 'hex')]);
  if (found?.store !== Place.s3) return false;
  return !(await objects().list(name)).includes(name);
}
