/** The contacts of a vCard file into the account's own; those that are there already stay as they are. */
import { callMail } from '#client/mail/call.ts';
import type { ReadPart } from './readable.ts';
import { uploadBlob } from '#client/jmap/blobs.ts';

export async function saveContacts(part: ReadPart): Promise<{ created: number; skipped: number }> {
  const blobId = part.blobId ?? (await uploadBlob(await part.load(), 'text/vcard'));
  const answer = (await callMail([['ContactCard/import', { blobId, onExists: 'skip' }, 'i']]))('i') as {
    created: unknown[];
    skipped: number;
  };
  return { created: answer.created.length, skipped: answer.skipped };
}
