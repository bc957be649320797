/** Ranges of many messages in one query: what a client fetches by the thousand would otherwise be as many round trips. */
import { copyOut, hashLiteral, intLiteral } from '../copy-out.ts';
import { Place } from './objects.ts';
import { readObject } from './read-object.ts';
import { unpackMany, type PackedChunk } from './unpack-many.ts';

export interface MessageRange {
  blob: Buffer;
  prefix: Buffer | null;
  from: number;
  to: number;
}

/** Objects of S3 storage that are fetched at the same time. */
const atOnce = 8;

/** In the order asked for. The caller bounds the sum. Throws when a blob is gone: that is corruption. */
export async function readMessages(wanted: readonly MessageRange[]): Promise<Buffer[]> {
  if (wanted.length === 0) return [];
  const behind = wanted.map(({ prefix, from, to }) => {
    const length = prefix?.length ?? 0;
    return { from: Math.max(0, from - length), to: Math.max(0, to - length) };
  });
  const rows = await copyOut(select(wanted.map(({ blob }, n) => ({ blob, ...(behind[n] ?? { from: 0, to: 0 }) }))));
  const chunks: (PackedChunk & { index: number; off: number })[] = [];
  const held = new Set<number>();
  const apart: { index: number; size: number }[] = [];
  while (rows.next()) {
    const index = (rows.number() ?? 0) - 1;
    const [size, store] = [rows.number() ?? 0, rows.number()];
    const [off, rawLength, codec] = [rows.number(), rows.number() ?? 0, rows.number() ?? 0];
    const data = rows.bytes();
    held.add(index);
    if (store === Place.s3) {
      apart.push({ index, size });
      continue;
    }
    if (data === null || off === null) continue; // the blob is there and holds nothing of the range
    chunks.push({ index, off, codec: codec ?? 0, data, rawLength });
  }
  const unpacked = await unpackMany(chunks);
  const pieces = wanted.map((): Buffer[] => []);
  for (const [n, { index, off, rawLength }] of chunks.entries()) {
    const raw = unpacked[n];
    if (raw?.length !== rawLength) throw new Error(`blob ${wanted[index]?.blob.toString('hex')}: the chunk at ${off} has the wrong length`);
    const { from, to } = behind[index] ?? { from: 0, to: 0 };
    pieces[index]?.push(raw.subarray(Math.max(0, from - off), Math.min(rawLength, to - off)));
  }
  const lane = async (): Promise<void> => {
    for (let next = apart.shift(); next; next = apart.shift()) {
      const { index, size } = next;
      const [one, range] = [wanted[index], behind[index]];
      if (one && range) pieces[index]?.push(await readObject(one.blob, size, range.from, range.to));
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, apart.length) }, lane));
  return wanted.map(({ blob, prefix, from, to }, index) => {
    const front = prefix?.subarray(Math.min(from, prefix.length), Math.min(to, prefix.length));
    if (!held.has(index) && to > (prefix?.length ?? 0)) throw new Error(`blob ${blob.toString('hex')} is missing`);
    const all = [...(front && front.length > 0 ? [front] : []), ...(pieces[index] ?? [])];
    return all.length === 1 && all[0] ? all[0] : Buffer.concat(all);
  });
}

// `offset 0`: look-ups by key for each blob, whatever the planner thinks of their number.
function select(wanted: readonly { blob: Buffer; from: number; to: number }[]): string {
  const values = wanted.map(({ blob, from, to }, n) => `(${n + 1}, ${hashLiteral(blob)}, ${intLiteral(from)}, ${intLiteral(to)})`);
  return `select k.n, b.size, b.store, c.off, c.raw_len, c.codec, c.data
    from (values ${values.join(', ')}) as k(n, sha256, f, t)
      cross join lateral (select b.size, b.store from blob b where b.sha256 = k.sha256 offset 0) b
      left join lateral (
        select * from blob_chunk c where c.sha256 = k.sha256 and c.off < k.t and c.off + c.raw_len > k.f and b.store = 0 offset 0) c on true
    order by k.n, c.n`;
}
