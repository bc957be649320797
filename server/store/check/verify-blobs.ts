/** Reads every blob and makes its SHA-256 again: what `check` does not do, as it takes the time of reading everything. */
import { createHash } from 'node:crypto';
import { rows } from '../database.ts';
import { readBlob } from '../blobs/read-blob.ts';
import type { Finding } from './check-store.ts';

export async function* verifyBlobs(): AsyncGenerator<Finding> {
  for (let after: Buffer | undefined = Buffer.alloc(0); after;) {
    const page: { sha256: Buffer }[] = await rows<{ sha256: Buffer }>(
      'select sha256 from blob where sha256 > $1 order by sha256 limit 1000',
      [after],
    );
    for (const { sha256 } of page) {
      const bytes = await readBlob(sha256).catch(() => null);
      if (bytes && createHash('sha256').update(bytes).digest().equals(sha256)) continue;
      const detail = bytes ? 'its octets have another hash' : 'it cannot be read';
      yield { check: 'blob damaged', accountId: null, object: sha256.toString('hex'), detail };
    }
    after = page.at(-1)?.sha256;
  }
}
