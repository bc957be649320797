/** A backup in one file, a tar: written once, under its name only when it is whole, then only read. */
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { BackupFault, type Vault } from './vault.ts';

const notHere = () => Promise.reject(new BackupFault('A backup in one file is written once: give a new file name, or a folder.'));

export function newFileVault(file: string): Vault {
  const draft = `${file}.part`;
  const archive = pack();
  const out = createWriteStream(draft, { mode: 0o600, flush: true });
  archive.pipe(out);
  const done = finished(out);
  done.catch(() => undefined); // told by whoever writes next, or closes
  let failed: unknown;
  out.on('error', (error) => (failed = error));
  const written: string[] = [];
  return {
    put: async (name, bytes) => {
      if (failed) throw new BackupFault(`${draft} cannot be written: ${String(failed)}.`);
      archive.entry({ name, mode: 0o600, mtime: new Date() }, bytes);
      written.push(name);
      if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), done]);
    },
    get: notHere,
    list: (prefix) => Promise.resolve(written.filter((name) => name.startsWith(prefix))),
    remove: notHere,
    close: async () => {
      archive.finalize();
      await done;
      await rename(draft, file);
    },
    abandon: async () => {
      archive.destroy();
      out.destroy();
      await rm(draft, { force: true });
    },
  };
}

/** Throws BackupFault when it is no tar of ours. */
export async function openFileVault(file: string): Promise<Vault> {
  const places = await placesIn(file);
  return {
    put: notHere,
    get: async (name) => {
      const place = places.get(name);
      if (!place) throw new BackupFault(`${file} holds no ${name}: it is not a backup of Posthorn, or not whole.`);
      const bytes = Buffer.alloc(place.size);
      const handle = await open(file);
      try {
        const { bytesRead } = await handle.read(bytes, 0, place.size, place.at);
        if (bytesRead < place.size) throw new BackupFault(`${file} is cut short: the backup is not whole.`);
      } finally {
        await handle.close();
      }
      return bytes;
    },
    list: (prefix) => Promise.resolve([...places.keys()].filter((name) => name.startsWith(prefix)).sort()),
    remove: notHere,
    close: () => Promise.resolve(),
  };
}

const block = 512;

// Entries of ours have short names, so that each is one header block and its octets, filled up to whole blocks.
async function placesIn(file: string): Promise<Map<string, { at: number; size: number }>> {
  const places = new Map<string, { at: number; size: number }>();
  const reader = extract();
  let at = 0;
  reader.on('entry', ({ name, size = 0 }, stream, next) => {
    places.set(name, { at: at + block, size });
    at += block + Math.ceil(size / block) * block;
    stream.on('end', next).resume();
  });
  try {
    await finished(createReadStream(file).pipe(reader));
  } catch (error) {
    throw new BackupFault(`${file} cannot be read as a backup: ${error instanceof Error ? error.message : String(error)}.`);
  }
  return places;
}
