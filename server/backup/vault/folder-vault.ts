/** A backup in a folder: it grows by what is new with each run. */
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { BackupFault, type Vault } from './vault.ts';

export function folderVault(folder: string): Vault {
  const place = (name: string) => path.join(folder, name);
  return {
    put: async (name, bytes) => {
      await mkdir(path.dirname(place(name)), { recursive: true, mode: 0o700 });
      const draft = `${place(name)}.part`;
      const file = await open(draft, 'w', 0o600);
      try {
        await file.writeFile(bytes);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(draft, place(name));
    },
    get: async (name) => {
      try {
        return await readFile(place(name));
      } catch (error) {
        throw new BackupFault(`${place(name)} cannot be read (${String(error)}): the backup is not whole.`);
      }
    },
    list: async (prefix) => {
      const below = path.dirname(`${prefix}x`);
      const found = await readdir(place(below), { recursive: true, withFileTypes: true }).catch(() => []);
      return found
        .filter((entry) => entry.isFile() && !entry.name.endsWith('.part'))
        .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
        .filter((name) => name.startsWith(prefix))
        .sort();
    },
    remove: (name) => rm(place(name), { force: true }),
    close: () => Promise.resolve(),
  };
}
