/** Ranges of many messages in one query: what a client fetches by the thousand would otherwise be as many round trips. */
import { copyOut, hashLiteral, intLiteral } from '../copy-out.ts';
import { unpack } from './chunks.ts';

export interface MessageRange {
  blob: Buffer;
  prefix: Buffer | null;
  from: number;
  to: number;
}

/** In the order asked for. The caller bounds the sum. Throws when a blob is gone: that is corruption. */
export async function readMessages(wanted: readonly MessageRange[]): Promise<Buffer[]> {
  if (wanted.length === 0) return [];
  const behind = wanted.map(({ prefix, from, to }) => {
    const length = prefix?.length ?? 0;
    return { from: Math.max(0, from - length), to: Math.max(0, to - length) };
  });
  const rows = await copyOut(select(wanted.map(({ blob }, n) => ({ blob, ...(behind[n] ?? { from: 0, to: 0 }) }))));
  const pieces = wanted.map((): Buffer[] => []);
  const held = new Set<number>();
  while (rows.next()) {
    const index = (rows.number() ?? 0) - 1;
    const [off, rawLength, codec] = [rows.number(), rows.number() ?? 0, rows.number() ?? 0];
    const data = rows.bytes();
    held.add(index);
    if (data === null || off === null) continue; // the blob is there and holds nothing of the range
    const { from, to } = behind[index] ?? { from: 0, to: 0 };
    const raw = unpack(codec, data, rawLength);
    if (raw.length !== rawLength) throw new Error(`blob ${wanted[index]?.blob.toString('hex')}: the chunk at ${off} has the wrong length`);
    pieces[index]?.push(raw.subarray(Math.max(0, from - off), Math.min(rawLength, to - off)));
  }
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
  return `select k.n, c.off, c.raw_len, c.codec, c.data
    from (values ${values.join(', ')}) as k(n, sha256, f, t)
      cross join lateral (select 1 from blob b where b.sha256 = k.sha256 offset 0) b
      left join lateral (
        select * from blob_chunk c where c.sha256 = k.sha256 and c.off < k.t and c.off + c.raw_len > k.f offset 0) c on true
    order by k.n, c.n`;
}
