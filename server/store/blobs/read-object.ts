/**
 * Reads ranges of a blob that lies in S3 storage. What programs read in slices, or again and again (headers, parts), is fetched and kept in
 * windows, the last used ones up to BLOB_CACHE octets in each process; what is fetched whole is checked against its hash.
 */
import { createHash } from 'node:crypto';
import { config } from '#server/config/config.ts';
import { StorageFault } from '#server/s3/s3-storage.ts';
import { objectName, objects } from './objects.ts';

const windowSize = 256 * 1024;
const mostWindows = 16; // of one range: more octets would only push out what others read again

interface Range {
  from: number;
  to: number;
}

/** Octets [from, to), as far as the blob of this size has them. Throws StorageFault when they cannot be had. */
export async function readObject(sha256: Buffer, size: number, from: number, to: number): Promise<Buffer> {
  const end = Math.min(to, size);
  if (from >= end) return Buffer.alloc(0);
  const first = Math.floor(from / windowSize);
  const behind = Math.ceil(end / windowSize);
  if (behind - first > mostWindows) return fetchRange(sha256, size, { from, to: end });
  const name = objectName(sha256);
  const found = new Map<number, Buffer>();
  const missing: number[] = [];
  for (let n = first; n < behind; n++) {
    const kept = cache.get(`${name} ${n}`);
    if (kept) found.set(n, kept);
    else missing.push(n);
  }
  const [low] = missing;
  if (low !== undefined) {
    const high = (missing.at(-1) ?? low) + 1;
    const start = low * windowSize;
    const fetched = await fetchRange(sha256, size, { from: start, to: Math.min(size, high * windowSize) });
    for (let n = low; n < high; n++) {
      const piece = fetched.subarray(n * windowSize - start, (n + 1) * windowSize - start);
      found.set(n, piece);
      cache.put(`${name} ${n}`, piece);
    }
  }
  const all = Buffer.concat(Array.from({ length: behind - first }, (_, n) => found.get(first + n) ?? Buffer.alloc(0)));
  return all.subarray(from - first * windowSize, end - first * windowSize);
}

/** All of it from the storage itself, past what is kept: for a backup, and for whoever asks whether it is what was written. */
export const fetchObject = (sha256: Buffer, size: number): Promise<Buffer> =>
  size === 0 ? Promise.resolve(Buffer.alloc(0)) : fetchRange(sha256, size, { from: 0, to: size });

async function fetchRange(sha256: Buffer, size: number, { from, to }: Range): Promise<Buffer> {
  const whole = from === 0 && to === size;
  const bytes = await objects().get(objectName(sha256), { from, to });
  if (bytes.length !== to - from || (whole && !createHash('sha256').update(bytes).digest().equals(sha256)))
    throw new StorageFault(`The object ${objectName(sha256)} is not what was written: its octets are others.`, 200);
  return bytes;
}

/** The least recently used goes first: a Map keeps the order in which its keys were put. */
class WindowCache {
  readonly #windows = new Map<string, Buffer>();
  #octets = 0;

  get(key: string): Buffer | undefined {
    const found = this.#windows.get(key);
    if (found) {
      this.#windows.delete(key);
      this.#windows.set(key, found);
    }
    return found;
  }

  put(key: string, piece: Buffer): void {
    // A copy: a view would keep all that was fetched with it.
    const kept = Buffer.from(piece);
    this.#octets += kept.length - (this.#windows.get(key)?.length ?? 0);
    this.#windows.delete(key);
    this.#windows.set(key, kept);
    for (const [oldest, { length }] of this.#windows) {
      if (this.#octets <= config().blobCache) return;
      this.#windows.delete(oldest);
      this.#octets -= length;
    }
  }
}
const cache = new WindowCache();
