/** Fills an empty database, and DATA_DIR's own files, with a snapshot. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadSnapshot, settleRestored, storeIsEmpty } from '#server/store/index.ts';
import { getChecked, readManifest, type Manifest } from './manifest.ts';
import { unpack } from './packs.ts';
import { readParts } from './table-parts.ts';
import { vaultToRead, type Target } from './vault/open-vault.ts';
import { BackupFault, type Vault } from './vault/vault.ts';

export interface RestoreRequest {
  target: Target;
  snapshot?: string | undefined;
  /** Applies those of the program's migrations that are named, or all of them. */
  migrate: (only?: ReadonlySet<string>) => Promise<unknown>;
  /** The names of the migrations that the program knows. */
  known: readonly string[];
  /** Where the files go; null: they stay in the backup. */
  dataDir: string | null;
  /** Numbers are moved on as after a loss (`settleRestored`); false only for a copy that is looked at and thrown away. */
  settle?: boolean;
  tell?: (step: string, progress: { done: number; total: number }) => void;
}
export interface RestoreReport {
  id: string;
  createdAt: string;
  rows: number;
  blobs: number;
  /** Queued recipients that wait for the administrator's word. */
  held: number;
}

/** Throws BackupFault when the database is not empty, or the backup comes from a newer Posthorn or is damaged: then nothing is changed. */
export async function restore(request: RestoreRequest): Promise<RestoreReport> {
  const { target, snapshot, migrate, known, dataDir, settle = true, tell = () => undefined } = request;
  const vault = await vaultToRead(target);
  const manifest = await readManifest(vault, snapshot);
  const foreign = manifest.migrations.find(({ name }) => !known.includes(name));
  if (foreign) throw new BackupFault(`The backup was made by a newer Posthorn (${manifest.version}): update this one first.`);
  // The tables as they were when it was made; what is newer in the program is applied to the filled ones, as at an upgrade.
  await migrate(new Set(manifest.migrations.map(({ name }) => name)));
  if (!(await storeIsEmpty())) throw new BackupFault('The database is not empty: restore into an empty DATA_DIR or an empty database.');
  const rows = await fill(vault, manifest, tell);
  await migrate();
  if (dataDir !== null) await putFiles(vault, manifest, dataDir);
  const held = settle ? await settleRestored() : 0;
  return { id: manifest.id, createdAt: manifest.createdAt, rows, blobs: manifest.blobs.count, held };
}

function fill(vault: Vault, manifest: Manifest, tell: NonNullable<RestoreRequest['tell']>): Promise<number> {
  return loadSnapshot(async (writer) => {
    let sum = 0;
    let done = 0;
    const total = writer.tables.length + manifest.packs.length + 2; // and two looks at it, where it is proven
    for (const name of writer.tables) {
      const table = manifest.tables.find((one) => one.name === name);
      done++;
      if (!table) continue;
      tell(name, { done: done - 1, total });
      const rows = await writer.table(table, readParts(vault, table.parts));
      if (rows !== table.rows) throw new BackupFault(`${name}: ${rows} rows came back, ${table.rows} were written.`);
      sum += rows;
    }
    for (const [index, pack] of manifest.packs.entries()) {
      tell(`messages, pack ${index + 1} of ${manifest.packs.length}`, { done: done++, total });
      await writer.blobRows(unpack(await getChecked(vault, pack)));
    }
    for (const { name, value } of manifest.sequences) await writer.sequence(name, value);
    return sum;
  });
}

async function putFiles(vault: Vault, manifest: Manifest, dataDir: string): Promise<void> {
  for (const file of manifest.files) {
    const place = path.join(dataDir, file.path);
    if (!place.startsWith(path.join(dataDir, '/'))) throw new BackupFault(`${file.path} would lie outside of DATA_DIR.`);
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    await writeFile(place, await getChecked(vault, file), { mode: 0o600 });
  }
}
