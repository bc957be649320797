/** Rows of the queue as they are made from a message. */
import { domainToASCII } from 'node:url';
import { domainOf } from '#lib/smtp/path.ts';
import type { BlobRef, NewQueueMessage, NewRecipient } from '#server/store/index.ts';
import { schedule } from './schedule.ts';

export interface QueuedAddress {
  address: string;
  /** RFC 3461 §4.1, §4.2, decoded. */
  notify?: string | null;
  orcpt?: string | null;
  /** Whoever handed it in was just told so: it is not looked for here again. */
  isElsewhere?: boolean;
}

export interface Forwarded {
  mailFrom: string;
  recipients: QueuedAddress[];
  blob: BlobRef;
  prefix: Buffer;
  smtputf8: boolean;
  ret?: string | null;
  envId?: string | null;
  requireTls?: boolean;
  /** RFC 8689 §4.2.2: policies of TLS are followed where that works, and do not stop it. */
  relaxTls?: boolean;
  /** Whose own message it is: it is signed for their domain then. */
  accountId?: number | null;
  trace?: NonNullable<NewQueueMessage['trace']>;
}

/** A message from elsewhere that an alias here sends on. Its sender stays: notices go to whoever wrote it. */
export function forwardedMessage({ mailFrom, recipients, blob, prefix, smtputf8, accountId = null, ...asked }: Forwarded): NewQueueMessage {
  const now = new Date();
  return {
    accountId,
    mailFrom,
    blob: blob.sha256,
    prefix,
    size: blob.size + prefix.length,
    smtputf8,
    subject: '',
    recipients: recipients.map(toRecipient),
    dueAt: now,
    expiresAt: new Date(now.getTime() + schedule().lifetime),
    ...asked,
  };
}

/** The domain as other servers know it: A-labels, so that a name in other letters alone does not need SMTPUTF8. */
export function toRecipient({ address, notify, orcpt }: QueuedAddress): NewRecipient {
  const ascii = domainToASCII(domainOf(address).replace(/\.$/, '')) || domainOf(address);
  const local = address.slice(0, address.lastIndexOf('@'));
  return { address: `${local}@${ascii}`, domain: ascii, notify: notify ?? null, orcpt: orcpt ?? null };
}

/**
 * RFC 3461 §5.2.7: what was asked for a recipient goes along to a single new address, under its first name; when there are several,
 * success has been told here (`expanded`) and only the rest goes along.
 */
export function sentOn(given: QueuedAddress, targets: string[], alone: boolean): QueuedAddress[] {
  const { address, notify = null, orcpt } = given;
  const original = orcpt ?? (/^[\x21-\x7e]+$/.test(address) ? `rfc822;${address}` : `utf-8;${address}`);
  const rest =
    notify === null || alone
      ? notify
      : notify
          .split(',')
          .filter((word) => word !== 'SUCCESS')
          .join(',') || 'NEVER';
  return targets.map((target) => ({ address: target, notify: rest, orcpt: target === address ? (orcpt ?? null) : original }));
}
