/** Saving what this browser has, or what the server has, as a file. */
import { jmapConnection } from '#client/jmap/open-connection.ts';
import type { ReadPart } from './readable.ts';

/** Never with its own type: what was mailed to somebody must not be shown in our origin, whatever a browser makes of the link. */
export function saveBytes(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  follow(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export async function savePart(part: ReadPart): Promise<void> {
  if (part.blobId === null) return saveBytes(await part.load(), part.name);
  await saveBlob(part.blobId, part.type, part.name);
}

/** The server gives it as an attachment in a sandbox. */
export async function saveBlob(blobId: string, type: string, name: string): Promise<void> {
  const { downloadUrl } = await jmapConnection();
  follow(downloadUrl({ blobId, type, name }), name);
}

function follow(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
}

export const fileNameOf = (subject: string | null) =>
  (subject ?? '')
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 60) || 'message';
