/** The notice to the sender, as deliveries here or as a message for the queue. Never for the null sender: no bounce of a bounce. */
import { randomUUID } from 'node:crypto';
import { deliveryNotice, type DsnAction } from '#lib/smtp/dsn.ts';
import { wantsNotice, type NoticeReason } from '#lib/smtp/dsn-parameters.ts';
import { headerFacts } from '#lib/smtp/header-facts.ts';
import { returnPath } from '#lib/smtp/trace.ts';
import { config } from '#server/config/config.ts';
import { newTraceId } from '#server/log/trace-id.ts';
import { signMessage } from '#server/mailauth/sign.ts';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import { filterLocal } from '#server/delivery/filter-local.ts';
import { putBlob, readBlob, type BlobRef, type DeliverItem, type NewQueueMessage } from '#server/store/index.ts';
import { forwardedMessage } from './queue-message.ts';
import { schedule } from './schedule.ts';

const headerMax = 64 * 1024;
const wholeMax = 1024 * 1024;

export interface Notice {
  deliveries: DeliverItem[];
  enqueue: NewQueueMessage[];
}
/** What a notice tells of the message. A claimed recipient is one. */
export interface NoticeSubject {
  mailFrom: string;
  subject: string;
  createdAt: Date;
  expiresAt: Date;
  ret: string | null;
  envId: string | null;
  size: number;
  blob: Buffer;
  prefix: Buffer | null;
  /** RFC 8689. */
  requireTls: boolean;
}
export interface NoticeRecipient {
  rcpt: string;
  notify: string | null;
  orcpt: string | null;
  code: number;
  status: string;
  text: string;
  host: string | null;
}

const reasonFor: Record<DsnAction, NoticeReason> = {
  ...{ failed: 'FAILURE', delayed: 'DELAY' },
  ...{ delivered: 'SUCCESS', relayed: 'SUCCESS', expanded: 'SUCCESS' },
};
const none: Notice = { deliveries: [], enqueue: [] };

/** All of one message. Nothing when nobody asked, or nobody is there to be told. */
export async function noticeTo(action: DsnAction, about: NoticeSubject, recipients: NoticeRecipient[], now: Date): Promise<Notice> {
  const bytes = await compose(action, about, recipients, now);
  if (!bytes) return none;
  const found = await expandRecipient(about.mailFrom);
  if (found.kind === 'unknown' || found.kind === 'disabled') return none;
  const accounts = found.kind === 'accepted' ? found.accounts : [];
  // A full mailbox here waits in the queue as any other.
  const remote = found.kind === 'accepted' ? found.remote : [about.mailFrom];
  const message = remote.length > 0 ? await signMessage(bytes) : bytes;
  const blob = await putBlob(message);
  // A notice has no sender: nobody is answered, nothing is remembered of it.
  const origin = { traceId: newTraceId(), source: 'notice' as const, mailFrom: '', remote: null, senderId: null };
  const addresses = new Map(accounts.map((account) => [account, [about.mailFrom]]));
  const prefix = Buffer.from(returnPath(''));
  const here = await filterLocal({
    mailFrom: '',
    accounts,
    addresses,
    message,
    blob,
    prefix,
    trace: { origin },
    requireTls: about.requireTls,
  });
  return { deliveries: here.deliveries, enqueue: [...(remote.length > 0 ? [queued(remote, blob, about)] : []), ...here.enqueue] };
}

/** The same, but also what is for an account here waits for a worker. */
export async function noticeForQueue(
  action: DsnAction,
  about: NoticeSubject,
  recipients: NoticeRecipient[],
  now: Date,
): Promise<NewQueueMessage[]> {
  const bytes = await compose(action, about, recipients, now);
  return bytes ? [queued([about.mailFrom], await putBlob(await signMessage(bytes)), about)] : [];
}

/** RFC 8689 §5: it tells of the message, and goes by the same way as that. */
function queued(remote: string[], blob: BlobRef, { requireTls }: NoticeSubject): NewQueueMessage {
  const smtputf8 = remote.some((address) => /[^\x20-\x7e]/.test(address));
  const recipients = remote.map((address) => ({ address, notify: 'NEVER' }));
  return forwardedMessage({ mailFrom: '', recipients, blob, prefix: Buffer.alloc(0), smtputf8, requireTls });
}

async function compose(action: DsnAction, about: NoticeSubject, recipients: NoticeRecipient[], now: Date): Promise<Buffer | null> {
  const wanted = recipients.filter(({ notify }) => wantsNotice(notify, reasonFor[action]));
  if (wanted.length === 0 || about.mailFrom === '') return null;
  // RFC 3461 §4.3: RET says what comes back of a message that failed; otherwise the header tells which it was. §6.2: within reason.
  // RFC 8689 §5: what was not to leave TLS comes back as its header alone.
  const whole = action === 'failed' && about.ret === 'FULL' && about.size <= wholeMax && !about.requireTls;
  const notice = deliveryNotice({
    ...{ action, to: about.mailFrom, hostname: config().hostname, id: randomUUID(), now },
    ...{ arrivedAt: about.createdAt, triedUntil: about.expiresAt, subject: about.subject, envId: about.envId },
    heldUntil: heldUntil(about),
    recipients: wanted.map(({ rcpt, orcpt, status, code, text, host }) => ({
      ...{ address: rcpt, orcpt, status, host, lastAttempt: now },
      diagnostic: host ? `${code} ${status} ${text}` : text,
    })),
    ...{ original: await originalOf(about, whole), whole },
  });
  return Buffer.from(notice);
}

/** The days of trying begin when a message is released: what came in before that was held. */
function heldUntil({ createdAt, expiresAt }: NoticeSubject): Date | null {
  const released = expiresAt.getTime() - schedule().lifetime;
  return released - createdAt.getTime() > 1000 ? new Date(released) : null;
}

async function originalOf({ blob, prefix }: NoticeSubject, whole: boolean): Promise<string> {
  const read = whole ? await readBlob(blob) : await readBlob(blob, 0, headerMax);
  const start = Buffer.concat([prefix ?? Buffer.alloc(0), read ?? Buffer.alloc(0)]);
  return whole ? start.toString('utf8') : start.toString('utf8', 0, headerFacts(start, headerMax).headerBytes);
}
