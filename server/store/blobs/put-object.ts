/**
 * Writes a blob into S3 storage. First a note that the object may be there, then the object, then the row: a crash leaves an object that
 * `sweepObjects` knows of, never a row without octets.
 */
import type { BlobRef } from '../contract.ts';
import { hotRows, rows } from '../database.ts';
import { objectName, objects, Place } from './objects.ts';

/** A blob that is here already, wherever its octets lie, is only kept from collection for another grace time. */
export async function putObject({ sha256, size }: BlobRef, bytes: Buffer): Promise<void> {
  const [found] = await hotRows<{ known: boolean }>(
    `with known as (update blob set touched_at = now() where sha256 = $1 returning 1),
       noted as (insert into blob_object (sha256) select $1 where not exists (select from known)
                 on conflict (sha256) do update set touched_at = now())
     select exists (select from known) as known`,
    [sha256],
  );
  if (found?.known) return;
  await objects().put(objectName(sha256), bytes);
  await hotRows(
    'insert into blob (sha256, size, store) values ($1, $2, $3::smallint) on conflict (sha256) do update set touched_at = now()',
    [sha256, size, Place.s3],
  );
}

/** From now on the object may be there; nothing removes it within the grace time. Waits for a sweep that is removing it. */
export async function noteObject(sha256: Buffer): Promise<void> {
  await rows('insert into blob_object (sha256) values ($1) on conflict (sha256) do update set touched_at = now()', [sha256]);
}
