import { Readable, type PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';

export interface ZipEntry {
  /** With `/` between folders. */
  name: string;
  at: Date;
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** A ZIP archive as a stream: an entry is asked for when the one before it was taken, and none any more when the reader goes away. */
export function zipOf(entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): Readable {
  const zip = new ZipFile();
  const archive = zip.outputStream as PassThrough;
  fill(zip, archive, entries).catch((error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))));
  return archive;
}

async function fill(zip: ZipFile, archive: PassThrough, entries: AsyncIterable<ZipEntry> | Iterable<ZipEntry>): Promise<void> {
  for await (const { name, at, chunks } of entries) {
    if (archive.destroyed) return;
    const file = Readable.from(chunks);
    const stop = () => file.destroy();
    archive.once('close', stop);
    zip.addReadStream(file, name, { mtime: at });
    await finished(file);
    archive.off('close', stop);
  }
  zip.end();
}
