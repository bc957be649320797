/** What runs in the thread of `unpack-aside.ts`. */
import { parentPort } from 'node:worker_threads';
import { unpack } from './chunks.ts';

export interface UnpackOrder {
  id: number;
  packed: ArrayBuffer;
  /** One behind the other. */
  pieces: { codec: number; end: number; rawLength: number }[];
}
export interface UnpackAnswer {
  id: number;
  octets: ArrayBuffer;
  /** Where each piece ends. */
  ends: number[];
  /** Why it cannot be unpacked. */
  fault?: string;
}

parentPort?.on('message', (order: UnpackOrder) => {
  const answer = answerTo(order);
  parentPort?.postMessage(answer, [answer.octets]);
});

function answerTo({ id, packed, pieces }: UnpackOrder): UnpackAnswer {
  const whole = Buffer.allocUnsafeSlow(pieces.reduce((sum, { rawLength }) => sum + rawLength, 0));
  const from = Buffer.from(packed);
  const ends: number[] = [];
  let at = 0;
  try {
    for (const [n, { codec, end, rawLength }] of pieces.entries()) {
      at += unpack(codec, from.subarray(pieces[n - 1]?.end ?? 0, end), rawLength).copy(whole, at);
      ends.push(at);
    }
    return { id, octets: whole.buffer, ends };
  } catch (error) {
    return { id, octets: new ArrayBuffer(0), ends: [], fault: error instanceof Error ? error.message : String(error) };
  }
}
