/** Rows of `blob_chunk` in COPY's binary format, made of octets that lie elsewhere: as if Postgres had held them. */
import { cuts, toChunk } from '../blobs/chunks.ts';

/** One tuple for each chunk, its fields in the order of the columns. */
export function chunkTuples(sha256: Buffer, bytes: Buffer): Promise<Buffer[]> {
  const offsets = cuts(bytes);
  return Promise.all(
    offsets.map(async (off, n) => {
      const chunk = await toChunk(bytes, n, off, offsets[n + 1] ?? bytes.length);
      return tuple([sha256, int(4, n), int(8, off), int(4, chunk.rawLength), int(2, chunk.codec), chunk.data]);
    }),
  );
}

/** In front of the end mark, a field count of -1. */
export function addTuples(copied: Buffer, tuples: Buffer[]): Buffer {
  return Buffer.concat([copied.subarray(0, -2), ...tuples, copied.subarray(-2)]);
}

function tuple(fields: Buffer[]): Buffer {
  return Buffer.concat([int(2, fields.length), ...fields.flatMap((field) => [int(4, field.length), field])]);
}

function int(octets: 2 | 4 | 8, value: number): Buffer {
  const bytes = Buffer.alloc(octets);
  if (octets === 8) bytes.writeBigInt64BE(BigInt(value));
  else bytes.writeIntBE(value, 0, octets);
  return bytes;
}
