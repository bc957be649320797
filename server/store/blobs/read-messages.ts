/** Ranges of many messages in one query: what a client fetches by the thousand would otherwise be as many round trips. */
import { database } from '../database.ts';
import { unpack } from './chunks.ts';

export interface MessageRange {
  blob: Buffer;
  prefix: Buffer | null;
  from: number;
  to: number;
}

/** In the order asked for. The caller bounds the sum. Throws when a blob is gone: that is corruption. */
export async function readMessages(wanted: readonly MessageRange[]): Promise<Buffer[]> {
  const behind = wanted.map(({ prefix, from, to }) => {
    const length = prefix?.length ?? 0;
    return { from: Math.max(0, from - length), to: Math.max(0, to - length) };
  });
  const { rows } = await database().pool.query<Row>({
    name: 'read-messages',
    text: select,
    values: [wanted.map(({ blob }) => blob), behind.map(({ from }) => from), behind.map(({ to }) => to)],
    rowMode: 'array',
  });
  const pieces = wanted.map((): Buffer[] => []);
  const held = new Set<number>();
  for (const [n, off, rawLength, codec, data] of rows) {
    const index = n - 1;
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

type Row = [n: number, off: number | null, rawLength: number, codec: number, data: Buffer | null];
// `offset 0`: look-ups by key for each blob, whatever the planner thinks of their number.
const select = `
  select k.n, c.off, c.raw_len, c.codec, c.data
  from unnest($1::bytea[], $2::int[], $3::int[]) with ordinality as k(sha256, f, t, n)
    cross join lateral (select 1 from blob b where b.sha256 = k.sha256 offset 0) b
    left join lateral (
      select * from blob_chunk c where c.sha256 = k.sha256 and c.off < k.t and c.off + c.raw_len > k.f offset 0) c on true
  order by k.n, c.n`;
