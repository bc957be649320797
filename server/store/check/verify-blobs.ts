/** Reads every blob and makes its SHA-256 again: what `check` does not do, as it takes the time of reading everything. */
import { createHash } from 'node:crypto';
import { rows } from '../database.ts';
import { Place } from '../blobs/objects.ts';
import { readBlob } from '../blobs/read-blob.ts';
import { fetchObject } from '../blobs/read-object.ts';
import type { Finding } from './finding.ts';

interface Row {
  sha256: Buffer;
  size: number;
  store: number;
}

export async function* verifyBlobs(): AsyncGenerator<Finding> {
  for (let after: Buffer | undefined = Buffer.alloc(0); after;) {
    const page: Row[] = await rows<Row>('select sha256, size, store from blob where sha256 > $1 order by sha256 limit 1000', [after]);
    for (const { sha256, size, store } of page) {
      const bytes = await (store === Place.s3 ? fetchObject(sha256, size) : readBlob(sha256)).catch(() => null);
      if (bytes && createHash('sha256').update(bytes).digest().equals(sha256)) continue;
      const detail = bytes ? 'its octets have another hash' : 'it cannot be read whole';
      yield { check: 'blob damaged', accountId: null, object: sha256.toString('hex'), detail };
    }
    after = page.at(-1)?.sha256;
  }
}
