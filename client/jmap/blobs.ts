/** Octets on their way to the server and from it (RFC 8620 §6). Each throws with a sentence for people. */
import { words } from '../i18n/words.ts';
import type { JmapConnection } from './connection.ts';
import { jmapConnection } from './open-connection.ts';

type Over = JmapConnection | Promise<JmapConnection>;

/** Octets into the account; the blobId that they have there. */
export async function uploadBlob(body: BodyInit, type: string, over: Over = jmapConnection()): Promise<string> {
  const { uploadUrl } = await over;
  const answer = await right(await fetch(uploadUrl, { method: 'POST', headers: { 'content-type': type }, body }));
  return ((await answer.json()) as { blobId: string }).blobId;
}

/** A blob of one's own, or of somebody who shares it. */
export async function downloadBlob(blobId: string, type: string, over: Over = jmapConnection()): Promise<Uint8Array<ArrayBuffer>> {
  const { downloadUrl } = await over;
  const answer = await right(await fetch(downloadUrl({ blobId, type, name: 'part' })));
  return new Uint8Array(await answer.arrayBuffer());
}

async function right(response: Response): Promise<Response> {
  if (response.ok) return response;
  throw new Error(response.status === 413 ? words('ui')('tooLarge') : words('ui')('badAnswer', { status: String(response.status) }));
}
