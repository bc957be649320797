/** A letter of the list's own, as a row of the queue. */
import { randomUUID } from 'node:crypto';
import { listAddress } from '#lib/lists/list-address.ts';
import { listLetter } from '#lib/lists/letter.ts';
import { config } from '#server/config/config.ts';
import type { MailingList, NewQueueMessage } from '#server/store/index.ts';
import { outgoingMessage } from '../sieve/outgoing.ts';

export interface ListMail {
  to: string;
  subject: string;
  text: string;
  replyTo?: string;
  inReplyTo?: string | null;
}

/** From `list-request`, with the null sender: nobody answers it, and nothing comes back (RFC 3834 §3.3). */
export function listMail(list: MailingList, { to, ...mail }: ListMail, now: Date): Promise<NewQueueMessage> {
  const from = listAddress(list.email, 'request');
  const text = listLetter({ ...mail, to, from, list: list.email, id: randomUUID(), hostname: config().hostname, now });
  return outgoingMessage({ accountId: list.accountId, mailFrom: '', to: [to], message: Buffer.from(text), subject: mail.subject, now });
}
