/**
 * Moves the octets of blobs between Postgres and S3 storage while the server serves. Each blob is written to the other side, read back and
 * hashed, and only then the row says that it lies there and the source is dropped, in one transaction. Cut short by anything, what was
 * moved stays moved, and the next run goes on with the rest.
 */
import { createHash } from 'node:crypto';
import { config } from '#server/config/config.ts';
import { StorageFault } from '#server/s3/s3-storage.ts';
import { inTransaction, rows } from '../database.ts';
import { objectName, objects, Place } from './objects.ts';
import { noteObject } from './put-object.ts';
import { readBlob } from './read-blob.ts';
import { writeChunks } from './put-blob.ts';

export type BlobPlace = keyof typeof Place;
export interface MoveProgress {
  /** Of `total` blobs that lay on the other side when it began. */
  done: number;
  total: number;
  octets: number;
}
export interface MoveReport {
  moved: number;
  octets: number;
  /** Blobs that stay where they are, as what was read is not what was written. `check --hashes` names them, too. */
  damaged: string[];
}
interface Blob {
  sha256: Buffer;
  size: number;
}

const page = 100;
const atOnce = 4;

/** Throws StorageFault when the storage does not answer. */
export async function moveBlobs(
  to: BlobPlace,
  { tell = () => undefined, signal }: { tell?: (progress: MoveProgress) => void; signal?: AbortSignal } = {},
): Promise<MoveReport> {
  const from = to === 's3' ? Place.postgres : Place.s3;
  // What is small stays with its row: see docs/adr/blobs-in-s3.md.
  const least = to === 's3' ? config().blobS3From : 0;
  const [counted] = await rows<{ total: number }>('select count(*)::int as total from blob where store = $1 and size >= $2', [from, least]);
  const report: MoveReport = { moved: 0, octets: 0, damaged: [] };
  for (let after: Buffer = Buffer.alloc(0); ;) {
    const blobs = await rows<Blob>(
      'select sha256, size from blob where sha256 > $1 and store = $2 and size >= $3 order by sha256 limit $4',
      [after, from, least, page],
    );
    const last = blobs.at(-1);
    if (!last) return report;
    after = last.sha256;
    const lane = async (): Promise<void> => {
      for (let blob = blobs.shift(); blob; blob = blobs.shift()) {
        signal?.throwIfAborted();
        const outcome = await (to === 's3' ? intoStorage(blob) : intoPostgres(blob));
        if (outcome === 'damaged') report.damaged.push(objectName(blob.sha256));
        if (outcome !== 'moved') continue;
        report.moved++;
        report.octets += blob.size;
        tell({ done: report.moved, total: counted?.total ?? 0, octets: report.octets });
      }
    };
    // When one fails the others end what they have in hand, and take no more.
    const lanes = Array.from({ length: atOnce }, () => lane().finally(() => (blobs.length = 0)));
    const failed = (await Promise.allSettled(lanes)).find((one) => one.status === 'rejected');
    if (failed) throw failed.reason;
  }
}

/** `gone`: collected meanwhile, or moved by another run. */
type Outcome = 'moved' | 'gone' | 'damaged';

async function intoStorage({ sha256 }: Blob): Promise<Outcome> {
  const bytes = await readBlob(sha256);
  if (!bytes) return 'gone';
  if (!isWhole(bytes, sha256)) return 'damaged';
  const name = objectName(sha256);
  await noteObject(sha256);
  await objects().put(name, bytes);
  if (!isWhole(await objects().get(name), sha256))
    throw new StorageFault(`The storage gives back other octets for ${name} than it took.`, 200);
  return inTransaction(async (client) => {
    const changed = await client.query('update blob set store = $2 where sha256 = $1 and store = $3', [sha256, Place.s3, Place.postgres]);
    if (!changed.rowCount) return 'gone';
    await client.query('delete from blob_chunk where sha256 = $1', [sha256]);
    return 'moved';
  });
}

async function intoPostgres({ sha256 }: Blob): Promise<Outcome> {
  const name = objectName(sha256);
  const bytes = await objects()
    .get(name)
    .catch((error: unknown) => {
      if (error instanceof StorageFault && error.status === 404) return null;
      throw error;
    });
  if (!bytes || !isWhole(bytes, sha256)) return 'damaged';
  return inTransaction(async (client) => {
    // The row is locked until the chunks are there: readers see either the object or all of them.
    const changed = await client.query('update blob set store = $2 where sha256 = $1 and store = $3', [sha256, Place.postgres, Place.s3]);
    if (!changed.rowCount) return 'gone';
    await client.query('delete from blob_chunk where sha256 = $1', [sha256]);
    await writeChunks(client, sha256, bytes);
    // The object stays for the grace time: who has read the row before may still be reading it.
    await client.query('update blob_object set touched_at = now() where sha256 = $1', [sha256]);
    return 'moved';
  });
}

const isWhole = (bytes: Buffer, sha256: Buffer): boolean => createHash('sha256').update(bytes).digest().equals(sha256);

export interface BlobFigures {
  place: BlobPlace;
  count: number;
  octets: number;
}

/** How many blobs lie where. */
export function blobFigures(): Promise<BlobFigures[]> {
  return rows<BlobFigures>(
    `select case store when $1::int then 's3' else 'postgres' end as place, count(*)::int as count, coalesce(sum(size), 0)::bigint as octets
     from blob group by 1 order by 1`,
    [Place.s3],
  );
}
