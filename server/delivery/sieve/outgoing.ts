/** Mail that a script makes us send: as rows of the queue, also to people here, where the worker delivers it. */
import { domainToASCII } from 'node:url';
import { domainOf } from '#lib/smtp/path.ts';
import { asksForNoTls } from '#lib/smtp/tls-required.ts';
import { config } from '#server/config/config.ts';
import { putBlob, type BlobRef, type NewQueueMessage } from '#server/store/index.ts';

export interface Outgoing {
  accountId: number | null;
  /** '' is the null sender. */
  mailFrom: string;
  to: string[];
  message: Uint8Array;
  prefix?: Buffer;
  subject: string;
  now: Date;
}

export async function outgoingMessage({ message, ...rest }: Outgoing): Promise<NewQueueMessage> {
  const blob = await putBlob(Buffer.from(message.buffer, message.byteOffset, message.byteLength));
  // RFC 8689 §4.1: what is sent on keeps the wish of its sender.
  return { ...queuedFor({ ...rest, blob }), relaxTls: asksForNoTls(message) };
}

/** The same for a message that is in the store. */
export function queuedFor({
  accountId,
  mailFrom,
  to,
  blob,
  prefix,
  subject,
  now,
}: Omit<Outgoing, 'message'> & { blob: BlobRef }): NewQueueMessage {
  const recipients = to.map((address) => {
    const domain = domainToASCII(domainOf(address).replace(/\.$/, '')) || domainOf(address);
    return { address: `${address.slice(0, address.lastIndexOf('@'))}@${domain}`, domain };
  });
  const smtputf8 = [mailFrom, ...recipients.map(({ address }) => address)].some((address) => /[^\x20-\x7e]/.test(address));
  const size = blob.size + (prefix?.length ?? 0);
  return {
    ...{ accountId, mailFrom, blob: blob.sha256, prefix: prefix ?? null, size, smtputf8, subject, recipients },
    ...{ dueAt: now, expiresAt: new Date(now.getTime() + config().queueSchedule.lifetime) },
  };
}
