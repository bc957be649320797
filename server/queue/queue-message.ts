/** Rows of the queue as they are made from a message. */
import { domainToASCII } from 'node:url';
import { domainOf } from '#lib/smtp/path.ts';
import type { BlobRef, NewQueueMessage, NewRecipient } from '#server/store/index.ts';
import { schedule } from './schedule.ts';

/** A message from elsewhere that an alias here sends on. Its sender stays: notices go to whoever wrote it. */
export function forwardedMessage({
  mailFrom,
  remote,
  blob,
  prefix,
  smtputf8,
  accountId = null,
}: {
  mailFrom: string;
  remote: string[];
  blob: BlobRef;
  prefix: Buffer;
  smtputf8: boolean;
  /** Whose own message it is: it is signed for their domain then. */
  accountId?: number | null;
}): NewQueueMessage {
  const now = new Date();
  return {
    accountId,
    mailFrom,
    blob: blob.sha256,
    prefix,
    size: blob.size + prefix.length,
    smtputf8,
    subject: '',
    recipients: remote.map((address) => toRecipient({ address })),
    dueAt: now,
    expiresAt: new Date(now.getTime() + schedule().lifetime),
  };
}

/** The domain as other servers know it: A-labels, so that a name in other letters alone does not need SMTPUTF8. */
export function toRecipient({ address, notify, orcpt }: { address: string; notify?: string; orcpt?: string }): NewRecipient {
  const ascii = domainToASCII(domainOf(address).replace(/\.$/, '')) || domainOf(address);
  const local = address.slice(0, address.lastIndexOf('@'));
  return { address: `${local}@${ascii}`, domain: ascii, notify: notify ?? null, orcpt: orcpt ?? null };
}
