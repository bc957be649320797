/** What a packed file holds, as far as an import takes it: zeros packed a thousandfold would keep a process busy for days. */
import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import type { ReadOptions } from './found.ts';

/** The octets of a `.gz`. What is wrong with the file is thrown where they are read. */
export function gunzipped(file: string): Readable {
  const packed = createReadStream(file);
  const gunzip = createGunzip();
  packed.on('error', (error) => gunzip.destroy(error));
  return packed.pipe(gunzip);
}

/** Throws where the file turns out to hold more than an import may. */
export async function* upToMost(chunks: AsyncIterable<Buffer>, { maxUnpacked }: ReadOptions): AsyncGenerator<Buffer> {
  let octets = 0;
  for await (const chunk of chunks) {
    octets += chunk.length;
    if (octets > maxUnpacked)
      throw new Error(`it unpacks to more than ${maxUnpacked} octets: what comes behind them was not read. Divide it.`);
    yield chunk;
  }
}

/** Of one message, enough to see that it is too large. */
export async function* upToTooBig(chunks: AsyncIterable<Buffer>, { maxBytes }: ReadOptions): AsyncGenerator<Buffer> {
  let octets = 0;
  for await (const chunk of chunks) {
    yield chunk;
    octets += chunk.length;
    if (octets > maxBytes) return;
  }
}
