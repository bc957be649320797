/** Reads a blob or a range of it, wherever it lies; only the chunks that hold the range are fetched. */
import { arrays } from '../database.ts';
import { unpack } from './chunks.ts';
import { Place } from './objects.ts';
import { readObject } from './read-object.ts';

const page = 16; // chunks fetched at once: at most 4 MiB

/** Bytes [from, to) as far as they exist; null when there is no such blob. */
export async function readBlob(sha256: Buffer, from = 0, to = Number.MAX_SAFE_INTEGER): Promise<Buffer | null> {
  const pieces: Buffer[] = [];
  let at = Math.max(0, from);
  for (;;) {
    const found = await arrays<Row>(select, [sha256, at, to, page]);
    const [first] = found;
    if (!first) return null;
    // It may have been moved since the last page.
    if (first[1] === Place.s3) {
      pieces.push(await readObject(sha256, first[0], at, to));
      break;
    }
    for (const [, , off, rawLength, codec, data] of found) {
      if (data === null) break; // the blob is there and holds nothing of the range
      const raw = unpack(codec, data, rawLength);
      if (raw.length !== rawLength) throw new Error(`blob ${sha256.toString('hex')}: the chunk at ${off} has the wrong length`);
      pieces.push(raw.subarray(Math.max(0, at - off), Math.min(rawLength, to - off)));
      at = off + rawLength;
    }
    if (found.length < page || at >= to) break;
  }
  return pieces.length === 1 && pieces[0] ? pieces[0] : Buffer.concat(pieces);
}

type Row = [size: number, store: number, off: number, rawLength: number, codec: number, data: Buffer | null];
const select = `
  select b.size, b.store, c.off, c.raw_len, c.codec, c.data
  from blob b left join blob_chunk c on c.sha256 = b.sha256 and c.off < $3 and c.off + c.raw_len > $2 and b.store = 0
  where b.sha256 = $1 order by c.n limit $4`;

/** The message that readers see: the trace prefix of this recipient, then the blob. Throws when the blob is gone: that is corruption. */
export async function readMessage(
  message: { blob: Buffer; prefix: Buffer | null },
  from = 0,
  to = Number.MAX_SAFE_INTEGER,
): Promise<Buffer> {
  const prefix = message.prefix ?? Buffer.alloc(0);
  const front = prefix.subarray(Math.min(from, prefix.length), Math.min(to, prefix.length));
  if (to <= prefix.length) return front;
  const rest = await readBlob(message.blob, Math.max(0, from - prefix.length), to - prefix.length);
  if (rest === null) throw new Error(`blob ${message.blob.toString('hex')} is missing`);
  return front.length === 0 ? rest : Buffer.concat([front, rest]);
}
