/** What one snapshot in a vault holds. It is written last: a snapshot without its manifest is none. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { BackupFault, type Vault } from './vault/vault.ts';

const object = z.object({ name: z.string(), sha256: z.string() });
const manifestShape = z.object({
  format: z.literal(1),
  /** The time it was begun, in UTC, as a name. */
  id: z.string(),
  createdAt: z.string(),
  version: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number(), parts: z.array(object) })),
  sequences: z.array(z.object({ name: z.string(), value: z.number() })),
  blobs: z.object({ count: z.number(), octets: z.number() }),
  /** All packs that are needed, those of earlier snapshots too. */
  packs: z.array(object),
  /** Of DATA_DIR: the secret, and the certificate that was made there. */
  files: z.array(object.extend({ path: z.string() })),
});
export type Manifest = z.infer<typeof manifestShape>;
export type StoredObject = z.infer<typeof object>;

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const nameOf = (id: string) => `snapshots/${id}.json`;

export const putManifest = (vault: Vault, manifest: Manifest): Promise<void> =>
  vault.put(nameOf(manifest.id), Buffer.from(JSON.stringify(manifest, null, 1)));

export async function snapshotIds(vault: Vault): Promise<string[]> {
  return (await vault.list('snapshots/')).map((name) => name.slice('snapshots/'.length, -'.json'.length));
}

/** The one that is asked for, or the newest. */
export async function readManifest(vault: Vault, id?: string): Promise<Manifest> {
  const ids = await snapshotIds(vault);
  const wanted = id ?? ids.at(-1);
  if (wanted === undefined || !ids.includes(wanted)) {
    throw new BackupFault(
      ids.length === 0 ? 'There is no whole snapshot in it.' : `There is no snapshot ${wanted}: there are ${ids.join(', ')}.`,
    );
  }
  return manifestShape.parse(JSON.parse((await vault.get(nameOf(wanted))).toString('utf8')));
}

export const removeManifest = (vault: Vault, id: string): Promise<void> => vault.remove(nameOf(id));

/** Throws BackupFault when it is not what the manifest says. */
export async function getChecked(vault: Vault, { name, sha256 }: StoredObject): Promise<Buffer> {
  const bytes = await vault.get(name);
  if (digestOf(bytes) !== sha256) throw new BackupFault(`${name} is not what was written: the backup is damaged there.`);
  return bytes;
}
