/** Blobs that are written with the mail: the last two parameters of f_deliver. */
import type { BlobRef } from '../contract.ts';

/** A row for each chunk, or one for a blob of no octets; and the octets of all of them in a row, which the driver sends as they are. */
export function pendingBlobs(blobs: BlobRef[]): [rows: string | null, octets: Buffer | null] {
  const pieces: Buffer[] = [];
  let at = 0;
  const rows: Record<string, string | number>[] = [];
  const seen = new Set<string>();
  for (const { sha256, size, pending } of blobs) {
    const sha = sha256.toString('hex');
    if (!pending || seen.has(sha)) continue;
    seen.add(sha);
    if (pending.length === 0) rows.push({ sha, size });
    for (const { n, off, rawLength, codec, data } of pending) {
      rows.push({ sha, size, n, off, raw: rawLength, codec, at, len: data.length });
      pieces.push(data);
      at += data.length;
    }
  }
  return rows.length === 0 ? [null, null] : [JSON.stringify(rows), Buffer.concat(pieces, at)];
}
