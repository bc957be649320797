/** Blobs in Postgres whose chunks do not hold all of their octets. */
import { Place } from '../blobs/objects.ts';
import { rows } from '../database.ts';
import type { Finding } from './finding.ts';

const blobsAtOnce = 5000;

/** A blob and its chunks are written in one transaction, so that each page may be a snapshot of its own. */
export async function* faultsOfBlobs(): AsyncGenerator<Finding> {
  for (let after: Buffer = Buffer.alloc(0); ;) {
    const page = await rows<{ sha256: Buffer; size: number; store: number; length: number; end: number; count: number; next: number }>(
      `select b.sha256, b.size, b.store, coalesce(c.length, 0) as length, coalesce(c."end", 0) as "end", c.count, c.next
       from (select * from blob where sha256 > $1 order by sha256 limit $2) b
       left join lateral (
         select sum(raw_len) as length, max(off + raw_len) as "end", count(*) as count, max(n) + 1 as next
         from blob_chunk where sha256 = b.sha256) c on true
       order by b.sha256`,
      [after, blobsAtOnce],
    );
    for (const { sha256, size, store, length, end, count, next } of page) {
      if (store !== Place.postgres || size === 0) continue;
      if (Number(length) === size && Number(end) === size && Number(count) === Number(next)) continue;
      const detail = `size ${size}, ${count} chunks hold ${length}`;
      yield { check: 'blob incomplete', accountId: null, object: sha256.toString('hex'), detail };
    }
    const last = page.at(-1);
    if (!last || page.length < blobsAtOnce) return;
    after = last.sha256;
  }
}
