/** Whatever a path is: an archive, an mbox, one message, a Maildir, or a folder of all these. A part that cannot be read is reported. */
import { createReadStream } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Found, ReadOptions } from './found.ts';
import { readTar, readZip } from './read-archive.ts';
import { readEntry } from './read-entry.ts';
import { readMaildir } from './read-maildir.ts';
import { readMbox } from './read-mbox.ts';
import { gunzipped, upToMost, upToTooBig } from './unpacked.ts';

export async function* readPath(place: string, options: ReadOptions, given = true): AsyncGenerator<Found> {
  try {
    if ((await stat(place)).isDirectory()) yield* readFolder(place, options, given);
    else yield* readFile(place, options, given);
  } catch (error) {
    yield { source: place, problem: error instanceof Error ? error.message : String(error) };
  }
}

async function* readFolder(folder: string, options: ReadOptions, given: boolean): AsyncGenerator<Found> {
  const names = (await readdir(folder)).sort();
  const isMaildir = names.includes('cur') && names.includes('new');
  if (isMaildir) yield* readMaildir(folder, options, given);

  for (const name of names) {
    const child = path.join(folder, name);
    const isFolder = (await stat(child).catch(() => null))?.isDirectory() ?? false;
    // Beside its three folders a Maildir holds files of its program and, in Maildir++, further Maildirs.
    if (isMaildir ? isFolder && !['cur', 'new', 'tmp'].includes(name) : isFolder || !name.startsWith('.')) {
      yield* readPath(child, options, false);
    }
  }
}

/** Files of programs beside their mailboxes, such as Thunderbird's and Dovecot's. */
const besideMail = /\.(msf|dat|log|index|cache|subscriptions?)$|(^|\/)(dovecot|courier|maildir)[^/]*$/i;

/** `given`: named by the person, so that a file which begins as an mbox is one, whatever its name. */
async function* readFile(file: string, options: ReadOptions, given: boolean): AsyncGenerator<Found> {
  if (/\.(tar|tgz|tar\.gz|txz|tar\.xz)$/i.test(file)) yield* readTar(file, options);
  else if (/\.zip$/i.test(file)) yield* readZip(file, options);
  else if (/\.(mbox|mbx)\.gz$/i.test(file)) yield* readEntry(upToMost(gunzipped(file), options), file.slice(0, -3), options);
  else if (/\.gz$/i.test(file)) yield* readEntry(upToTooBig(gunzipped(file), options), file.slice(0, -3), options);
  else if (options.isTree && !given && besideMail.test(file)) return;
  else if ((given || options.isTree) && !/\.(eml|msg|txt)$/i.test(file) && (await beginsAsMbox(file)))
    yield* readMbox(createReadStream(file), file, options);
  else yield* readEntry(createReadStream(file), file, options);
}

async function beginsAsMbox(file: string): Promise<boolean> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(5), 0, 5, 0);
    return buffer.subarray(0, bytesRead).toString('latin1') === 'From ';
  } finally {
    await handle.close();
  }
}
