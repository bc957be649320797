/** The objects of blobs in storage that speaks S3: the octets as they are, under the hexadecimal digits of their SHA-256. */
import { config } from '#server/config/config.ts';
import { traced } from '#server/log/tracing.ts';
import { s3Storage, StorageFault, type S3Storage } from '#server/s3/s3-storage.ts';

/** What `blob.store` says. */
export const Place = { postgres: 0, s3: 2 } as const;

export const goesToS3 = (size: number): boolean => config().blobStore === 's3' && size >= config().blobS3From;
export const objectName = (sha256: Buffer): string => sha256.toString('hex');

let opened: { place: string; storage: S3Storage } | null = null;
/** Storage that is away is left alone for a moment: each who waits for it holds a connection or a lock meanwhile. */
let away: { until: number; fault: StorageFault } | null = null;
const restMs = 1000;

/** Throws StorageFault when the settings name no storage. */
export function objects(): S3Storage {
  const { s3, blobBucket } = config();
  if (!s3 || !blobBucket)
    throw new StorageFault(
      'Messages of this server lie in S3 storage: set BLOB_BUCKET, S3_ENDPOINT, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY.',
    );
  const place = JSON.stringify([blobBucket, s3]);
  if (opened?.place !== place) {
    opened = { place, storage: careful(s3Storage(blobBucket, s3)) };
    away = null;
  }
  return opened.storage;
}

/** Asks the storage for next to nothing. Null: it answers, or no message lies there. */
export async function storageFault(): Promise<StorageFault | null> {
  if (!config().blobBucket) return null;
  try {
    await objects().pages('0000').next();
    return null;
  } catch (error) {
    if (error instanceof StorageFault) return error;
    throw error;
  }
}

function careful(storage: S3Storage): S3Storage {
  const { put, get, remove } = storage;
  const guarded = <T>(what: string, work: () => Promise<T>): Promise<T> =>
    traced(`storage ${what}`, { kind: 'client' }, () => unlessAway(work));
  const unlessAway = async <T>(work: () => Promise<T>): Promise<T> => {
    if (away && Date.now() < away.until) throw away.fault;
    try {
      return await work();
    } catch (error) {
      if (error instanceof StorageFault && (error.status ?? 500) >= 500) away = { until: Date.now() + restMs, fault: error };
      throw error;
    }
  };
  return {
    ...storage,
    put: (name, bytes) => guarded('put', () => put(name, bytes)),
    get: (name, range) => guarded('get', () => get(name, range)),
    remove: (name) => guarded('remove', () => remove(name)),
  };
}
