/**
 * How a blob is cut: pieces of at most 256 KiB, each deflated by itself, so that a range is read without the rest. In a larger message the
 * first piece is the header section, which is what TOP, BODY[HEADER] and searches of headers read.
 */
import { promisify } from 'node:util';
import { deflateRaw, deflateRawSync, inflateRawSync } from 'node:zlib';

export const chunkSize = 256 * 1024;
const oneChunkBelow = 32 * 1024; // two rows for a small message would cost more than reading it whole
const deflateAside = promisify(deflateRaw);

export interface Chunk {
  n: number;
  off: number;
  rawLength: number;
  codec: number;
  data: Buffer;
}

/** Where to cut: offsets of each chunk's begin, the first 0. No chunk for no bytes. */
export function cuts(bytes: Buffer): number[] {
  const header = bytes.length < oneChunkBelow ? 0 : headerEnd(bytes);
  const offsets = header > 0 && header < bytes.length ? [0] : [];
  for (let at = offsets.length > 0 ? header : 0; at < bytes.length; at += chunkSize) offsets.push(at);
  return offsets;
}

export async function toChunk(bytes: Buffer, n: number, off: number, end: number): Promise<Chunk> {
  const raw = bytes.subarray(off, end);
  // Deflate level 1, measured: 0.37 of the size for 165 µs a message; level 6 is 3 % smaller. Large pieces leave the main thread.
  const packed = raw.length > 65_536 ? await deflateAside(raw, { level: 1 }) : deflateRawSync(raw, { level: 1 });
  const shrank = packed.length < raw.length;
  return { n, off, rawLength: raw.length, codec: shrank ? 1 : 0, data: shrank ? packed : raw };
}

export function unpack(codec: number, data: Buffer, rawLength: number): Buffer {
  return codec === 1 ? inflateRawSync(data, { maxOutputLength: Math.max(rawLength, 1) }) : data;
}

function headerEnd(bytes: Buffer): number {
  const head = bytes.subarray(0, chunkSize);
  const crlf = head.indexOf('\r\n\r\n');
  return crlf >= 0 ? crlf + 4 : 0;
}
