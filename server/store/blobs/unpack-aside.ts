/** A thread beside that of the sockets, which unpacks. When it dies, what it was asked for is done here, and everything after it. */
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { log, reasonOf } from '#server/log/log.ts';
import { unpackElsewhere, unpackHere, type PackedChunk } from './unpack-many.ts';
import type { UnpackAnswer, UnpackOrder } from './unpack-thread.ts';

interface Waiting {
  chunks: readonly PackedChunk[];
  resolve: (unpacked: Buffer[]) => void;
  reject: (error: Error) => void;
}

/** The result stops it. */
export function startUnpacking(): () => Promise<void> {
  const thread = new Worker(path.join(import.meta.dirname, 'unpack-thread.ts'));
  thread.unref();
  const waiting = new Map<number, Waiting>();
  let last = 0;
  thread.on('message', ({ id, octets, ends, fault }: UnpackAnswer) => {
    const order = waiting.get(id);
    waiting.delete(id);
    if (fault !== undefined) return order?.reject(new Error(fault));
    const whole = Buffer.from(octets);
    order?.resolve(ends.map((end, n) => whole.subarray(ends[n - 1] ?? 0, end)));
  });
  thread.on('error', (error) => log.error('store: the thread that unpacks died', { reason: reasonOf(error) }));
  thread.on('exit', () => {
    unpackElsewhere(null);
    for (const { chunks, resolve, reject } of waiting.values()) {
      try {
        resolve(unpackHere(chunks));
      } catch (error) {
        reject(error as Error);
      }
    }
    waiting.clear();
  });
  unpackElsewhere(
    (chunks) =>
      new Promise((resolve, reject) => {
        const id = ++last;
        waiting.set(id, { chunks, resolve, reject });
        const order = orderFor(id, chunks);
        thread.postMessage(order, [order.packed]);
      }),
  );
  return async () => {
    unpackElsewhere(null);
    await thread.terminate();
  };
}

/** The octets are copied once, as they lie among others that stay here; from there on they are handed over. */
function orderFor(id: number, chunks: readonly PackedChunk[]): UnpackOrder {
  const packed = Buffer.allocUnsafeSlow(chunks.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  const pieces = chunks.map(({ codec, data, rawLength }) => {
    packed.set(data, at);
    at += data.length;
    return { codec, end: at, rawLength };
  });
  return { id, packed: packed.buffer, pieces };
}
