/**
 * Unpacks the chunks of many messages: here, or in the thread that a process which serves mail programs has for it (`unpack-aside.ts`).
 * To unpack takes as long as everything else that is done with a message on its way to a client.
 */
import { unpack } from './chunks.ts';

export interface PackedChunk {
  codec: number;
  data: Buffer;
  rawLength: number;
}

/** In the order of the chunks; a fault of one is a fault of all. */
export type UnpackMany = (chunks: readonly PackedChunk[]) => Promise<Buffer[]>;

/** What is less than this is not worth the way to another thread. */
const asideFrom = 64 * 1024;
let aside: UnpackMany | null = null;

/** From now on large sets go there; null: they stay here. */
export function unpackElsewhere(elsewhere: UnpackMany | null): void {
  aside = elsewhere;
}

export const unpackMany: UnpackMany = async (chunks) => {
  const octets = chunks.reduce((sum, { rawLength }) => sum + rawLength, 0);
  return aside && octets >= asideFrom ? aside(chunks) : unpackHere(chunks);
};

export const unpackHere = (chunks: readonly PackedChunk[]): Buffer[] =>
  chunks.map(({ codec, data, rawLength }) => unpack(codec, data, rawLength));
