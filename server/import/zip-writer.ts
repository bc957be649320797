/**
 * Writes a ZIP archive as a stream: nothing is held but the directory at its end. Sizes stand behind each file (APPNOTE 4.3.9), so that a
 * file need not be known before it is written; ZIP64 is used where the archive grows beyond 4 GB, a single file must not.
 */
import { Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export interface ZipEntry {
  /** With `/` between folders. */
  name: string;
  at: Date;
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}
interface Written {
  name: Buffer;
  time: number;
  date: number;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}
const max32 = 0xffffffff;
const max16 = 0xffff;
/** Sizes behind the file, name in UTF-8. */
const flags = 0x0808;

export async function* zipOf(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const directory: Written[] = [];
  let offset = 0;
  for await (const { name, at, chunks } of entries) {
    const entry: Written = { name: Buffer.from(name), ...dosTime(at), crc: 0, packed: 0, size: 0, offset };
    const header = record(30, [
      [4, 0x04034b50],
      [2, 20],
      [2, flags],
      [2, 8],
      [2, entry.time],
      [2, entry.date],
    ]);
    header.writeUInt16LE(entry.name.length, 26);
    yield Buffer.concat([header, entry.name]);
    const deflate = createDeflateRaw();
    Readable.from(counted(chunks, entry))
      .on('error', (error) => deflate.destroy(error))
      .pipe(deflate);
    for await (const part of deflate as AsyncIterable<Buffer>) {
      entry.packed += part.length;
      yield part;
    }
    yield record(16, [
      [4, 0x08074b50],
      [4, entry.crc],
      [4, entry.packed],
      [4, entry.size],
    ]);
    offset += 30 + entry.name.length + entry.packed + 16;
    directory.push(entry);
  }
  yield* endOf(directory, offset);
}

async function* counted(chunks: ZipEntry['chunks'], entry: Written): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    entry.crc = crc32(chunk, entry.crc);
    entry.size += chunk.length;
    if (entry.size > max32) throw new Error(`${entry.name.toString()} is larger than a file of a ZIP archive can be.`);
    yield chunk;
  }
}

function* endOf(directory: readonly Written[], start: number): Generator<Buffer> {
  let length = 0;
  for (const { name, time, date, crc, packed, size, offset } of directory) {
    const is64 = offset > max32;
    const extra = is64
      ? Buffer.concat([
          record(4, [
            [2, 1],
            [2, 8],
          ]),
          long(offset),
        ])
      : Buffer.alloc(0);
    const header = record(46, [
      ...([
        [4, 0x02014b50],
        [2, is64 ? 45 : 20],
        [2, is64 ? 45 : 20],
        [2, flags],
        [2, 8],
        [2, time],
        [2, date],
        [4, crc],
      ] as const),
      ...([
        [4, packed],
        [4, size],
        [2, name.length],
        [2, extra.length],
      ] as const),
    ]);
    header.writeUInt32LE(Math.min(offset, max32), 42);
    length += 46 + name.length + extra.length;
    yield Buffer.concat([header, name, extra]);
  }
  const count = directory.length;
  if (count > max16 || start > max32 || length > max32) {
    yield Buffer.concat([
      record(4, [[4, 0x06064b50]]),
      long(44),
      record(12, [
        [2, 45],
        [2, 45],
      ]),
      ...[count, count, length, start].map(long),
      record(8, [[4, 0x07064b50]]),
      long(start + length),
      record(4, [[4, 1]]),
    ]);
  }
  const end = record(22, [[4, 0x06054b50]]);
  for (const at of [8, 10]) end.writeUInt16LE(Math.min(count, max16), at);
  end.writeUInt32LE(Math.min(length, max32), 12);
  end.writeUInt32LE(Math.min(start, max32), 16);
  yield end;
}

/** Little-endian numbers of 2 or 4 octets one after the other, then zeros. */
function record(size: number, fields: readonly (readonly [octets: 2 | 4, value: number])[]): Buffer {
  const buffer = Buffer.alloc(size);
  let at = 0;
  for (const [octets, value] of fields) {
    buffer.writeUIntLE(value, at, octets);
    at += octets;
  }
  return buffer;
}

function long(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

/** APPNOTE 4.4.6: local time in steps of two seconds since 1980; here it is UTC. */
function dosTime(at: Date): { time: number; date: number } {
  const year = Math.min(2107, Math.max(1980, at.getUTCFullYear()));
  return {
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
    date: ((year - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
  };
}
