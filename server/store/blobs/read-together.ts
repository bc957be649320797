/** Whole blobs. What is read at the same time is read together, but not so much at once that memory would feel it. */
import { together } from '../together.ts';
import { readBlob } from './read-blob.ts';
import { readMessages } from './read-messages.ts';

const smallTo = 256 * 1024;

const readSmall = together(
  (wanted: { blob: Buffer; size: number }[]) => readMessages(wanted.map(({ blob, size }) => ({ blob, prefix: null, from: 0, to: size }))),
  { most: 20 },
);

/** `size`: of the blob, or more. Throws when it is gone. */
export async function readWholeBlob(blob: Buffer, size: number): Promise<Buffer> {
  if (size <= smallTo) return readSmall({ blob, size });
  const found = await readBlob(blob);
  if (!found) throw new Error(`blob ${blob.toString('hex')} is missing`);
  return found;
}
