/** A message that was made in this browser, octet by octet, on its way: uploaded, kept as sent, and handed in. */
import { createdBy } from '../jmap/connection.ts';
import { callMail } from '../mail/call.ts';
import { mailboxByRole } from '../mail/mail-store.ts';
import { words } from '../i18n/words.ts';
import { uploadBlob } from '../jmap/blobs.ts';

export interface OwnIdentity {
  id: string;
  name: string;
  email: string;
}

export async function ownIdentities(): Promise<OwnIdentity[]> {
  return (await callMail([['Identity/get', { ids: null }, 'i']]))('i').list as OwnIdentity[];
}

/** Throws with the reason when it is refused; nothing is left over then. */
export async function sendRaw(message: string, identity: OwnIdentity, recipients: string[]): Promise<void> {
  const blobId = await uploadBlob(message, 'message/rfc822');
  const sent = mailboxByRole('sent')?.id;
  if (!sent) throw new Error(words('compose')('noMailbox', { role: 'sent' }));
  const answer = await callMail([
    ['Email/import', { emails: { m: { blobId, mailboxIds: { [sent]: true }, keywords: { $seen: true } } } }, 'import'],
  ]);
  const emailId = String(createdBy(answer('import'), 'm').id);
  try {
    const envelope = {
      mailFrom: { email: identity.email, parameters: null },
      rcptTo: recipients.map((email) => ({ email, parameters: null })),
    };
    const submitted = await callMail([
      ['EmailSubmission/set', { create: { s: { identityId: identity.id, emailId, envelope } } }, 'submit'],
    ]);
    createdBy(submitted('submit'), 's');
  } catch (error) {
    await callMail([['Email/set', { destroy: [emailId] }, 'undo']]).catch(() => undefined);
    throw error;
  }
}

/** What stands above every message of ours. */
export function newMessageId(email: string): string {
  return `<${crypto.randomUUID()}@${email.slice(email.lastIndexOf('@') + 1)}>`;
}

export const newBoundary = () => `=_${crypto.randomUUID().replaceAll('-', '')}`;

/** RFC 5322 §3.3, in UTC. */
export const dateHeader = (at: Date) => at.toUTCString().replace('GMT', '+0000');
