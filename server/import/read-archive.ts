/** Messages of .tar, .tar.xz, .tar.gz and .zip, unpacked on the fly, one entry in memory at a time. */
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { extract } from 'tar-stream';
import type * as Xz from 'xz-decompress';
import { openPromise } from 'yauzl';
import { tooBig, type Found, type ReadOptions } from './found.ts';
import { readEntry } from './read-entry.ts';
import { gunzipped, upToMost } from './unpacked.ts';

// Node finds no names in this package's bundle, the test runner does: required, it is the same for both.
const { XzReadableStream } = createRequire(import.meta.url)('xz-decompress') as typeof Xz;

export async function* readTar(file: string, options: ReadOptions): AsyncGenerator<Found> {
  const unpacked = extract();
  const running = pipeline(isPacked.test(file) ? upToMost(unpackedStream(file), options) : createReadStream(file), unpacked);
  running.catch(() => unpacked.destroy()); // thrown below, when it is awaited
  try {
    for await (const entry of unpacked) {
      const source = `${file}/${entry.header.name}`;
      if (entry.header.type !== 'file' || isShadow(entry.header.name)) entry.resume();
      else if ((entry.header.size ?? 0) > options.maxBytes && !isMbox(entry.header.name)) {
        entry.resume();
        yield tooBig(source, options);
      } else yield* readEntry(entry as AsyncIterable<Buffer>, source, options);
    }
  } catch (error) {
    await running;
    throw error;
  }
  await running;
}

export async function* readZip(file: string, options: ReadOptions): AsyncGenerator<Found> {
  const zip = await openPromise(file, { lazyEntries: true });
  let left = options.maxUnpacked;
  try {
    for await (const entry of zip.eachEntry()) {
      const source = `${file}/${entry.fileName}`;
      if (entry.fileName.endsWith('/') || isShadow(entry.fileName)) continue;
      if (entry.uncompressedSize > options.maxBytes && !isMbox(entry.fileName)) yield tooBig(source, options);
      else {
        // yauzl holds an entry to the size that it says.
        const chunks = upToMost((await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>, { ...options, maxUnpacked: left });
        left -= entry.uncompressedSize;
        yield* readEntry(chunks, source, options);
      }
    }
  } finally {
    zip.close();
  }
}

const isPacked = /\.(tgz|tar\.gz|txz|tar\.xz)$/i;

function unpackedStream(file: string): Readable {
  if (/gz$/i.test(file)) return gunzipped(file);
  const web = new XzReadableStream(Readable.toWeb(createReadStream(file)) as ReadableStream<Uint8Array>);
  return Readable.fromWeb(web as NodeReadableStream);
}

const isMbox = (name: string) => /\.(mbox|mbx)$/i.test(name);

/** What macOS puts beside each file of an archive, and what whole accounts have beside their mail. */
const isShadow = (name: string) => /(^|\/)(\._|__MACOSX\/|\.DS_Store$)/.test(name) || /\.(vcf|ics|json|sieve)$/i.test(name);
