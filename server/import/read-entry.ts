/** One file that holds mail, given as a stream: an mbox by its name, else one message, perhaps with the `From ` line of an mbox. */
import { plain, tooBig, type Found, type ReadOptions } from './found.ts';
import { withoutFromLine } from './line-ends.ts';
import { readMbox } from './read-mbox.ts';

export async function* readEntry(chunks: AsyncIterable<Buffer>, source: string, options: ReadOptions): AsyncGenerator<Found> {
  if (/\.(mbox|mbx)$/i.test(source)) yield* readMbox(chunks, source, options);
  else yield await readOne(chunks, source, options);
}

async function readOne(chunks: AsyncIterable<Buffer>, source: string, options: ReadOptions): Promise<Found> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.length;
    if (size <= options.maxBytes) pieces.push(chunk); // the rest is read to its end, so that the next entry is found
  }
  if (size > options.maxBytes) return tooBig(source, options);
  const bytes = withoutFromLine(Buffer.concat(pieces));
  return bytes.length === 0 ? { source, problem: 'it is empty' } : plain(source, bytes);
}
