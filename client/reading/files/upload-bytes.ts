import { composeConnection } from '#client/jmap/open-connection.ts';
import { words } from '#client/i18n/words.ts';

/** Octets onto the server (RFC 8620 §6.1); their blobId. */
export async function uploadBytes(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<string> {
  const { uploadUrl } = await composeConnection();
  const response = await fetch(uploadUrl, { method: 'POST', headers: { 'content-type': type }, body: bytes });
  if (!response.ok) throw new Error(words('reading')('notLoaded', { status: response.status }));
  return ((await response.json()) as { blobId: string }).blobId;
}
