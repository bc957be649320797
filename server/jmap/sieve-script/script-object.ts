/** SieveScript objects (RFC 9661 §2) and their blobs. */
import { scriptWireId } from '#lib/ids.ts';
import { createHash } from 'node:crypto';
import { listScripts, type StoredScript } from '#server/store/index.ts';

export interface JmapSieveScript {
  id: string;
  name: string;
  blobId: string;
  isActive: boolean;
}
export const scriptProperties = ['id', 'name', 'blobId', 'isActive'] as const;
export const sieveType = 'application/sieve';

export const toJmapScript = (accountId: number, script: StoredScript): JmapSieveScript => ({
  id: scriptWireId(accountId, script.scriptId),
  name: script.name,
  blobId: scriptBlobId(accountId, script),
  isActive: script.isActive,
});

/** RFC 8620 §6: a blob never changes, so that of other content is another one. */
export function scriptBlobId(accountId: number, { scriptId, content }: Pick<StoredScript, 'scriptId' | 'content'>): string {
  return `${scriptWireId(accountId, scriptId)}-${createHash('sha256').update(content).digest('hex').slice(0, 24)}`;
}

/** Null when it is not the blob of a script, or not of one that is there. */
export async function readScriptBlob(accountId: number, blobId: string): Promise<{ bytes: Buffer; type: string } | null> {
  if (!/^V[0-9a-v]+-[0-9a-v]+-[0-9a-f]{24}$/.test(blobId)) return null;
  const script = (await listScripts(accountId)).find((one) => scriptBlobId(accountId, one) === blobId);
  return script ? { bytes: script.content, type: sieveType } : null;
}
