/** What a script makes us write: vacation replies, notifications, and the notice of a rejected message. */
import { randomUUID } from 'node:crypto';
import { deliveryNotice } from '#lib/smtp/dsn.ts';
import { addressIn } from '#lib/sieve/check/constants.ts';
import { notification } from '#lib/sieve/mail/notification.ts';
import { vacationReply } from '#lib/sieve/mail/vacation-reply.ts';
import { whyNoReply } from '#lib/sieve/mail/may-reply.ts';
import type { NotifyAction, VacationAction } from '#lib/sieve/run/actions.ts';
import type { SieveMessage } from '#lib/sieve/run/message.ts';
import { readMailto } from '#lib/sieve/run/mailto.ts';
import { config } from '#server/config/config.ts';
import { listMasks, memoryId, type NewQueueMessage, type RememberedReply } from '#server/store/index.ts';
import { outgoingMessage } from './outgoing.ts';

export interface Owner {
  accountId: number;
  email: string;
  display: string;
  /** All addresses that the user may send as. */
  addresses: string[];
}
export interface Occasion {
  message: SieveMessage;
  /** '' is the null sender. */
  mailFrom: string;
  /** As the sender wrote it; null: the account's own address. */
  envelopeTo: string | null;
  now: Date;
}

/** A reply that the store sends when the sender had none within the time; or why there is none. */
export async function vacation(
  owner: Owner,
  action: VacationAction,
  { message, mailFrom, envelopeTo, now }: Occasion,
): Promise<RememberedReply | string> {
  // RFC 5230 §4.5: the script may name more addresses of the user.
  const refusal = whyNoReply(message.header, mailFrom, [...owner.addresses, ...action.addresses]);
  if (refusal !== null) return refusal;
  const { hostname } = config();
  const wanted = action.from === null ? null : addressIn(action.from);
  const given = wanted !== null && owner.addresses.includes(wanted.toLowerCase());
  const from = given ? { name: owner.display, email: wanted } : await writtenTo(owner, envelopeTo);
  const text = vacationReply({
    ...{ to: mailFrom, from, subject: action.subject, originalSubject: message.first('subject') ?? null },
    ...{ messageId: messageIdOf(message), references: message.first('references') ?? null },
    ...{ reason: action.reason, mime: action.mime, id: randomUUID(), hostname, now },
  });
  // RFC 5230 §5: no sender, so that nobody answers it.
  const queued = await outgoingMessage({
    accountId: owner.accountId,
    mailFrom: '',
    to: [mailFrom],
    message: Buffer.from(text),
    subject: '',
    now,
  });
  const id = memoryId('vacation', action.handle, mailFrom.toLowerCase());
  return { accountId: owner.accountId, id, until: new Date(now.getTime() + action.seconds * 1000), message: queued };
}

/** RFC 5230 §5.1: the address that was written to answers. A masked one does not give the user's name away. */
async function writtenTo(
  { accountId, email, display, addresses }: Owner,
  envelopeTo: string | null,
): Promise<{ name: string; email: string }> {
  const address = envelopeTo?.toLowerCase() ?? email;
  if (address === email || !addresses.includes(address)) return { name: display, email };
  const isMask = (await listMasks(accountId)).some((mask) => mask.email === address);
  return { name: isMask ? '' : display, email: address };
}

/** Null: what a program sent is not notified of, so that two of them do not keep each other busy (RFC 5436 §2.7.1). */
export async function notified(owner: Owner, action: NotifyAction, { message, mailFrom, now }: Occasion): Promise<NewQueueMessage | null> {
  const uri = readMailto(action.method);
  const submitted = message.first('auto-submitted');
  if (!uri || (submitted !== undefined && !/^no\b/i.test(submitted))) return null;
  const wanted = action.from === null ? null : addressIn(action.from);
  const from = wanted !== null && owner.addresses.includes(wanted.toLowerCase()) ? wanted : owner.email;
  const text = notification({
    ...{ action, uri, owner: owner.email, from, messageId: messageIdOf(message), id: randomUUID(), hostname: config().hostname, now },
    ...{ originalSubject: message.first('subject') ?? '', originalFrom: message.first('from') ?? mailFrom },
  });
  const to = [...uri.to, ...uri.cc];
  // RFC 5436 §2.7: no sender where the message had none.
  return outgoingMessage({
    accountId: owner.accountId,
    mailFrom: mailFrom === '' ? '' : from,
    to,
    message: Buffer.from(text),
    subject: '',
    now,
  });
}

/** RFC 5429 §2.1.2: where SMTP can no longer say it. Null for the null sender. */
export async function rejection(
  reason: string,
  recipient: string,
  { message, mailFrom, now }: Pick<Occasion, 'message' | 'mailFrom' | 'now'>,
): Promise<NewQueueMessage | null> {
  if (mailFrom === '') return null;
  const { bytes, root } = message;
  const notice = deliveryNotice({
    ...{ action: 'failed', to: mailFrom, hostname: config().hostname, id: randomUUID(), now, arrivedAt: now, triedUntil: now },
    subject: message.first('subject') ?? '',
    recipients: [
      {
        address: recipient,
        orcpt: null,
        status: '5.7.1',
        diagnostic: `The recipient refuses this message: ${reason}`,
        host: null,
        lastAttempt: now,
      },
    ],
    ...{ envId: null, original: Buffer.from(bytes.subarray(0, Math.min(root.bodyOffset, 65_536))).toString('utf8'), whole: false },
  });
  return outgoingMessage({ accountId: null, mailFrom: '', to: [mailFrom], message: Buffer.from(notice), subject: '', now });
}

function messageIdOf(message: SieveMessage): string | null {
  return /<[^<>\s]{1,250}>/.exec(message.first('message-id') ?? '')?.[0] ?? null;
}
