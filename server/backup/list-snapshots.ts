/** What backups lie in a target. */
import { readManifest, snapshotIds } from './manifest.ts';
import { vaultToRead, type Target } from './vault/open-vault.ts';

export interface SnapshotRow {
  snapshot: string;
  made: Date;
  /** Of the program that made it. */
  version: string;
  messages: number;
  octets: number;
}

/** Oldest first; of many, the latest. */
export async function listSnapshots(target: Target, most = Infinity): Promise<SnapshotRow[]> {
  const vault = await vaultToRead(target);
  const found: SnapshotRow[] = [];
  for (const id of (await snapshotIds(vault)).slice(-most)) {
    const { createdAt, version, blobs, tables } = await readManifest(vault, id);
    const messages = tables.find(({ name }) => name === 'email')?.rows ?? 0;
    found.push({ snapshot: id, made: new Date(createdAt), version, messages, octets: blobs.octets });
  }
  return found;
}
