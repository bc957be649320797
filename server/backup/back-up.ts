/** Makes a backup of the whole installation, while it serves: one state of the database, and the files of DATA_DIR that belong to it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readSnapshot } from '#server/store/index.ts';
import { digestOf, putManifest, type Manifest } from './manifest.ts';
import { packBlobsOf } from './packs.ts';
import { writeParts } from './table-parts.ts';
import { dropOlder } from './drop-older.ts';
import { vaultToWrite, type Target } from './vault/open-vault.ts';

export interface BackupRequest {
  target: Target;
  dataDir: string;
  version: string;
  /** How many snapshots stay in a folder or bucket; null: all. */
  keep: number | null;
  /** Hears of each step. */
  tell?: (step: string, progress: Progress) => void;
}
export interface Progress {
  /** Of `total` steps: one for each table, and one for the messages. */
  done: number;
  total: number;
  /** Of messages that were looked at. */
  octets?: number;
}
export interface BackupReport {
  id: string;
  rows: number;
  messagesOctets: number;
  /** Of them, octets that were not in the backup before. */
  freshOctets: number;
  dropped: string[];
}

const files = ['secret', 'tls/cert.pem', 'tls/key.pem'];

export async function backUp({ target, dataDir, version, keep, tell = () => undefined }: BackupRequest): Promise<BackupReport> {
  const vault = await vaultToWrite(target);
  try {
    const createdAt = new Date().toISOString();
    const id = createdAt.replaceAll(/[-:.]/g, '');
    const manifest = await readSnapshot(async (snapshot): Promise<Manifest & { fresh: number }> => {
      const tables: Manifest['tables'] = [];
      const total = snapshot.tables.length + 1;
      for (const shape of snapshot.tables) {
        tell(shape.name, { done: tables.length, total });
        const source = snapshot.table(shape);
        const parts = await writeParts(vault, `tables/${id}/${shape.name}`, source);
        tables.push({ ...shape, rows: rowsOf(source), parts });
      }
      const { count, octets, fresh, packs } = await packBlobsOf(snapshot, vault, (octets) =>
        tell('messages', { done: total - 1, total, octets }),
      );
      const { migrations, sequences } = snapshot;
      return { format: 1, id, createdAt, version, migrations, tables, sequences, blobs: { count, octets }, packs, files: [], fresh };
    });
    for (const file of files) {
      const bytes = await readFile(path.join(dataDir, file)).catch(() => null);
      if (!bytes) continue; // the certificate may be the administrator's own
      const name = `files/${id}/${file.replace('/', '-')}`;
      await vault.put(name, bytes);
      manifest.files.push({ path: file, name, sha256: digestOf(bytes) });
    }
    const { fresh, ...kept } = manifest;
    await putManifest(vault, kept);
    const dropped = keep === null ? [] : await dropOlder(vault, keep);
    await vault.close();
    const rows = kept.tables.reduce((sum, table) => sum + table.rows, 0);
    return { id, rows, messagesOctets: kept.blobs.octets, freshOctets: fresh, dropped };
  } catch (error) {
    await vault.abandon?.();
    throw error;
  }
}

/** What the driver counted when COPY ended. */
function rowsOf(source: unknown): number {
  return (source as { rowCount?: number }).rowCount ?? 0;
}
