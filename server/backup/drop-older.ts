/** Old snapshots leave a folder or bucket, with the packs that no other one needs. */
import { readManifest, removeManifest, snapshotIds } from './manifest.ts';
import type { Vault } from './vault/vault.ts';

/** Returns the ids that went. */
export async function dropOlder(vault: Vault, keep: number): Promise<string[]> {
  const ids = await snapshotIds(vault);
  const old = ids.slice(0, Math.max(0, ids.length - keep));
  if (old.length === 0) return [];
  const needed = new Set<string>();
  for (const id of ids.slice(old.length)) for (const { name } of (await readManifest(vault, id)).packs) needed.add(name);
  for (const id of old) {
    await removeManifest(vault, id); // first: from here on it is no snapshot
    for (const kind of ['tables', 'files']) for (const name of await vault.list(`${kind}/${id}/`)) await vault.remove(name);
  }
  for (const name of await vault.list('packs/')) if (!needed.has(name.replace(/\.index$/, ''))) await vault.remove(name);
  return old;
}
