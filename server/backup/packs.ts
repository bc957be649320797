/** Blobs in packs of some tens of megabytes. A blob is written once, however many snapshots hold it. */
import { z } from 'zod';
import type { SnapshotReader } from '#server/store/index.ts';
import { digestOf, type StoredObject } from './manifest.ts';
import { BackupFault, type Vault } from './vault/vault.ts';

const packOctets = 32 * 1024 * 1024;
const packBlobs = 2000;

const indexShape = z.object({ pack: z.object({ name: z.string(), sha256: z.string() }), blobs: z.array(z.string()) });
export type PackIndex = z.infer<typeof indexShape>;

/** Of all packs in the vault. */
export async function packIndexes(vault: Vault): Promise<PackIndex[]> {
  const names = (await vault.list('packs/')).filter((name) => name.endsWith('.index'));
  return Promise.all(names.map(async (name) => indexShape.parse(JSON.parse((await vault.get(name)).toString('utf8')))));
}

export interface PackedBlobs {
  count: number;
  octets: number;
  /** Octets of blobs that were not there before. */
  fresh: number;
  packs: StoredObject[];
}

/** `tell` hears how many octets of blobs were looked at. */
export async function packBlobsOf(snapshot: SnapshotReader, vault: Vault, tell: (octets: number) => void): Promise<PackedBlobs> {
  const packOf = new Map<string, StoredObject>();
  for (const { pack, blobs } of await packIndexes(vault)) for (const blob of blobs) packOf.set(blob, pack);
  const needed = new Map<string, StoredObject>();
  const done = { count: 0, octets: 0, fresh: 0 };
  let waiting: Buffer[] = [];
  let weight = 0;
  const flush = async () => {
    if (waiting.length === 0) return;
    const pack = await writePack(snapshot, vault, waiting);
    needed.set(pack.name, pack);
    waiting = [];
    weight = 0;
  };
  for await (const page of snapshot.blobs()) {
    for (const { sha256, size } of page) {
      done.count++;
      done.octets += size;
      const known = packOf.get(sha256.toString('hex'));
      if (known) {
        needed.set(known.name, known);
        continue;
      }
      if (waiting.length >= packBlobs || weight + size > packOctets) await flush();
      waiting.push(sha256);
      weight += size;
      done.fresh += size;
    }
    tell(done.octets);
  }
  await flush();
  return { ...done, packs: [...needed.values()] };
}

// The index comes second: a pack without one is never counted on, and the next run writes its blobs again.
async function writePack(snapshot: SnapshotReader, vault: Vault, hashes: Buffer[]): Promise<StoredObject> {
  const { blob, chunks } = await snapshot.blobRows(hashes);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(blob.length);
  const bytes = Buffer.concat([length, blob, chunks]);
  const sha256 = digestOf(bytes);
  const pack = { name: `packs/${sha256.slice(0, 40)}`, sha256 };
  await vault.put(pack.name, bytes);
  const index: PackIndex = { pack, blobs: hashes.map((hash) => hash.toString('hex')) };
  await vault.put(`${pack.name}.index`, Buffer.from(JSON.stringify(index)));
  return pack;
}

export function unpack(bytes: Buffer): { blob: Buffer; chunks: Buffer } {
  const length = bytes.readUInt32BE(0);
  if (4 + length > bytes.length) throw new BackupFault('a pack is cut short: the backup is not whole.');
  return { blob: bytes.subarray(4, 4 + length), chunks: bytes.subarray(4 + length) };
}
