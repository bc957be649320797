/**
 * Sending: one transaction makes the submission and the rows of the queue, and delivers to accounts here at once. What is held (undo,
 * send later) waits as rows, recipients here included, and the worker does the same when its time has come.
 */
import { returnPath } from '#lib/smtp/trace.ts';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import { localItems } from '#server/delivery/local-items.ts';
import {
  cancelQueued,
  commitMail,
  readBlob,
  type BlobRef,
  type NewRecipient,
  type Outcome,
  type SubmissionEnvelope,
} from '#server/store/index.ts';
import { toRecipient } from './queue-message.ts';
import { schedule } from './schedule.ts';

export interface SubmitRequest {
  accountId: number | null;
  /** '' is the null sender. */
  mailFrom: string;
  recipients: { address: string; notify?: string; orcpt?: string }[];
  /** The message, without `prefix`. */
  blob: BlobRef;
  /** Its bytes, when the caller has them at hand. */
  message?: Buffer;
  prefix?: Buffer;
  size: number;
  smtputf8: boolean;
  subject: string;
  emailId?: number;
  threadId?: number;
  identityId?: number;
  sendAt?: Date;
  /** Make an EmailSubmission; needs emailId, threadId and identityId. */
  record: boolean;
}

export async function submitMessage(request: SubmitRequest): Promise<Outcome<{ submissionId: number | null; queueId: number | null }>> {
  const now = new Date();
  const { accountId, mailFrom, blob, prefix, sendAt = now } = request;
  const held = sendAt > now;
  const { recipients, accounts } = held
    ? { recipients: request.recipients.map(toRecipient), accounts: [] }
    : await sortOut(request.recipients);
  const trace = Buffer.concat([Buffer.from(returnPath(mailFrom)), prefix ?? Buffer.alloc(0)]);
  const message = accounts.length === 0 ? null : (request.message ?? (await readBlob(blob.sha256)));
  if (accounts.length > 0 && !message) return { ok: false, reason: 'notFound' };
  const done = await commitMail({
    deliveries: message ? await localItems({ mailFrom, accounts, message, blob, prefix: trace }) : [],
    received: { from: mailFrom, protocol: 'submission' },
    enqueue: [
      {
        ...{ accountId, mailFrom, blob: blob.sha256, prefix: prefix ?? null, size: request.size, smtputf8: request.smtputf8 },
        ...{ subject: request.subject, recipients, dueAt: sendAt, expiresAt: new Date(sendAt.getTime() + schedule().lifetime) },
      },
    ],
    ...submissionOf(request, sendAt, held),
    now,
  });
  if (!done.ok) return done;
  return { ok: true, value: { submissionId: done.value.submissionId, queueId: done.value.queueIds[0] ?? null } };
}

/** Takes back what is still held. `notFound`, or `notAllowed` when it has begun to leave. */
export function cancelSubmission(accountId: number, submissionId: number): Promise<Outcome<null>> {
  return cancelQueued(accountId, submissionId);
}

function submissionOf({ accountId, record, emailId, threadId, identityId, ...request }: SubmitRequest, sendAt: Date, held: boolean) {
  if (!record) return {};
  if (accountId === null || emailId === undefined || threadId === undefined || identityId === undefined)
    throw new Error('a submission needs an account, an email, its thread and an identity');
  const envelope: SubmissionEnvelope = {
    mailFrom: { email: request.mailFrom, parameters: null },
    rcptTo: request.recipients.map(({ address, notify, orcpt }) => ({
      email: address,
      parameters: notify || orcpt ? { ...(notify ? { NOTIFY: notify } : {}), ...(orcpt ? { ORCPT: orcpt } : {}) } : null,
    })),
  };
  return { submission: { accountId, emailId, threadId, identityId, envelope, sendAt, held } };
}

/** Recipients here are done in this transaction; what cannot be done now stays with the worker, which knows how to tell the sender. */
async function sortOut(given: SubmitRequest['recipients']): Promise<{ recipients: NewRecipient[]; accounts: number[] }> {
  const recipients: NewRecipient[] = [];
  const accounts: number[] = [];
  for (const one of given) {
    const found = await expandRecipient(one.address);
    const recipient = toRecipient(one);
    if (found.kind !== 'accepted') {
      recipients.push(recipient);
      continue;
    }
    accounts.push(...found.accounts);
    recipients.push({ ...recipient, done: { code: 250, status: '2.1.5', text: 'Delivered here' } });
    recipients.push(...found.remote.map((address) => toRecipient({ address })));
  }
  return { recipients, accounts: [...new Set(accounts)] };
}
