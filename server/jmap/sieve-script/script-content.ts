/** The content of a script, as a client names it: by its blob. */
import { checkBytes } from '#lib/sieve/check/check-bytes.ts';
import { sieveLimits } from '#lib/sieve/limits.ts';
import { readNamedBlob } from '../blob.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import type { MethodContext } from '../method.ts';

/** By the blobId as given. Read before the account is locked. */
export type LoadedScripts = ReadonlyMap<string, Buffer | SetRefusal>;

export async function loadScripts(context: MethodContext, given: readonly unknown[]): Promise<LoadedScripts> {
  const found = new Map<string, Buffer | SetRefusal>();
  for (const blobId of new Set(given)) {
    if (typeof blobId !== 'string') continue;
    found.set(blobId, await loadScript(context, blobId));
  }
  return found;
}

async function loadScript(context: MethodContext, blobId: string): Promise<Buffer | SetRefusal> {
  const blob = await readNamedBlob(context, blobId);
  if (!blob) return new SetRefusal('blobNotFound', { notFound: [blobId], description: 'There is no such blob: upload the script first.' });
  return invalidScript(blob.bytes) ?? blob.bytes;
}

/** RFC 9661 §2.4: what is wrong with it; null when it may be kept. */
export function invalidScript(bytes: Uint8Array): SetRefusal | null {
  const checked = checkBytes(bytes);
  if (checked.ok) return null;
  if (checked.reason === 'tooLarge')
    return new SetRefusal('tooLarge', { description: `A script has at most ${sieveLimits.scriptBytes} octets.` });
  return new SetRefusal('invalidSieve', { description: `line ${checked.error.line}: ${checked.error.message}` });
}

export function contentOf(scripts: LoadedScripts, blobId: unknown): Buffer {
  const found = typeof blobId === 'string' ? scripts.get(blobId) : undefined;
  if (!found) throw invalidProperties(['blobId'], 'blobId names the uploaded script.');
  if (found instanceof SetRefusal) throw found;
  return found;
}
