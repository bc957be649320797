/** A message as it came over the line: its header fields and its octets as text. */
import { decodeUnlabelled } from '#lib/message/octets.ts';
import type { EmailHeader } from '#lib/jmap/types.ts';
import { words } from '../i18n/words.ts';
import type { callMail } from '../mail/call.ts';
import { decodeUnlabelledBytes } from './files/decode-text.ts';
import { ofAccount } from '../mail/shared.ts';
import { downloadBlob } from '../jmap/blobs.ts';

export interface Source {
  blobId: string;
  subject: string | null;
  fields: EmailHeader[];
  text: string;
  /** There is more; the whole is there as a download. */
  isCut: boolean;
}
const most = 1_000_000; // octets, for reading

export async function loadSource(call: typeof callMail, emailId: string): Promise<Source> {
  const answer = await call([['Email/get', { ...ofAccount(emailId), ids: [emailId], properties: ['blobId', 'subject', 'headers'] }, 'e']]);
  const [email] = answer('e').list as { blobId: string; subject: string | null; headers: EmailHeader[] }[];
  if (!email) throw new Error(words('mail')('conversationGone'));
  const bytes = await downloadBlob(email.blobId, 'message/rfc822');
  return {
    ...{ blobId: email.blobId, subject: email.subject },
    fields: email.headers.map(({ name, value }) => ({ name, value: decodeUnlabelled(value) })),
    ...{ text: decodeUnlabelledBytes(bytes.subarray(0, most)), isCut: bytes.length > most },
  };
}
