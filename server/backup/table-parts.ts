/** The rows of a table in compressed parts, so that no table is ever whole in memory. */
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { digestOf, getChecked, type StoredObject } from './manifest.ts';
import type { Vault } from './vault/vault.ts';

const partOctets = 16 * 1024 * 1024;
const squeeze = promisify(zstdCompress);
const expand = promisify(zstdDecompress);

export async function writeParts(vault: Vault, base: string, source: Readable): Promise<StoredObject[]> {
  const parts: StoredObject[] = [];
  let pieces: Buffer[] = [];
  let length = 0;
  const flush = async () => {
    if (length === 0) return;
    const bytes = await squeeze(Buffer.concat(pieces));
    const part = { name: `${base}.${parts.length}`, sha256: digestOf(bytes) };
    await vault.put(part.name, bytes);
    parts.push(part);
    pieces = [];
    length = 0;
  };
  for await (const piece of source as AsyncIterable<Buffer>) {
    pieces.push(piece);
    length += piece.length;
    if (length >= partOctets) await flush();
  }
  await flush();
  return parts;
}

export function readParts(vault: Vault, parts: StoredObject[]): Readable {
  return Readable.from(
    (async function* () {
      for (const part of parts) yield await expand(await getChecked(vault, part));
    })(),
  );
}
