/**
 * Sending: one transaction makes the submission and the rows of the queue, and delivers to accounts here at once. What is held (undo,
 * send later) waits as rows, recipients here included, and the worker does the same when its time has come.
 */
import { returnPath } from '#lib/smtp/trace.ts';
import { config } from '#server/config/config.ts';
import { log } from '#server/log/log.ts';
import { newTraceId } from '#server/log/trace-id.ts';
import { traced } from '#server/log/tracing.ts';
import { asksForNoTls } from '#lib/smtp/tls-required.ts';
import { envelopeAddresses } from '#server/delivery/envelope-addresses.ts';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import { filterLocal } from '#server/delivery/filter-local.ts';
import {
  cancelQueued,
  commitMail,
  countSending,
  handIn,
  keepBlob,
  readBlob,
  type BlobRef,
  type ClaimedRecipient,
  type DeliveryEventDetail,
  type NewQueueMessage,
  type NewRecipient,
  type Outcome,
  type SendingRefusal,
  type SubmissionEnvelope,
  type TraceOrigin,
} from '#server/store/index.ts';
import { reservePlace } from './hand-over.ts';
import { successOf } from './local.ts';
import { noticeTo, type NoticeRecipient } from './notice.ts';
import { sentOn, toRecipient, type QueuedAddress } from './queue-message.ts';
import { schedule } from './schedule.ts';

export interface SubmitRequest {
  accountId: number | null;
  /** '' is the null sender. */
  mailFrom: string;
  recipients: QueuedAddress[];
  /** RFC 3461 §4.3, §4.4. */
  ret?: string | null;
  envId?: string | null;
  /** RFC 8689. */
  requireTls?: boolean;
  /** The message, without `prefix`. */
  blob: BlobRef;
  /** Its bytes, when the caller has them at hand. */
  message?: Buffer;
  prefix?: Buffer;
  size: number;
  smtputf8: boolean;
  subject: string;
  messageId?: string | null;
  /** How it was handed in, for its timeline: the id is that of its Received line. */
  via?: Via;
  emailId?: number;
  threadId?: number;
  identityId?: number;
  sendAt?: Date;
  /** Make an EmailSubmission; needs emailId, threadId and identityId. */
  record: boolean;
}

export interface Via {
  source: 'submission' | 'jmap';
  traceId?: string;
  remote?: string | null;
  /** The log-in name, the program, the protocol. */
  detail?: DeliveryEventDetail;
}

/** The account has sent too much: nothing was written. */
export interface RateLimited {
  ok: false;
  reason: 'rateLimited';
  text: string;
}

const manyRecipients = 50;

type Submitted = Outcome<{ submissionId: number | null; queueId: number | null }> | RateLimited;

export function submitMessage(request: SubmitRequest): Promise<Submitted> {
  const now = new Date();
  const origin = originOf(request);
  // By SMTP it is part of the transaction's trace; from the webmail the message's trace begins here.
  const attributes = { 'posthorn.recipients': request.recipients.length };
  return traced('submit', { message: origin.traceId, begunAt: now, attributes }, () => submitted(request, origin, now));
}

async function submitted(request: SubmitRequest, origin: TraceOrigin, now: Date): Promise<Submitted> {
  const { accountId, mailFrom, prefix, sendAt = now } = request;
  const held = sendAt > now;
  const { recipients, addresses, successes } = held
    ? { recipients: request.recipients.map(toRecipient), addresses: envelopeAddresses([]), successes: [] }
    : await sortOut(request.recipients, accountId);
  const queued = queuedAs(request, recipients, origin, now);
  // Nobody here gets it, and no account is moved by it: it goes in together with others.
  if (addresses.size + successes.length === 0 && !request.record) return handedIn(request, queued, now);
  const limited = await overLimit(request, now);
  if (limited) return limited;
  const blob = await keepBlob(request.blob);
  const trace = Buffer.concat([Buffer.from(returnPath(mailFrom)), prefix ?? Buffer.alloc(0)]);
  const accounts = [...addresses.keys()];
  const message = accounts.length === 0 ? null : (request.message ?? (await readBlob(blob.sha256)));
  if (accounts.length > 0 && !message) return { ok: false, reason: 'notFound' };
  const { ret = null, envId = null, requireTls = false, size, subject } = request;
  const about = {
    mailFrom,
    subject,
    createdAt: now,
    expiresAt: queued.expiresAt,
    ret,
    envId,
    size,
    blob: blob.sha256,
    prefix: prefix ?? null,
    requireTls,
  };
  const notices = [];
  for (const action of ['delivered', 'expanded'] as const)
    notices.push(
      await noticeTo(
        action,
        about,
        successes.filter((one) => one.action === action),
        now,
      ),
    );
  const here = message
    ? await filterLocal({ mailFrom, accounts, addresses, message, blob, prefix: trace, trace: { origin }, requireTls })
    : null;
  const done = await commitMail({
    deliveries: [...(here?.deliveries ?? []), ...notices.flatMap(({ deliveries }) => deliveries)],
    received: { from: mailFrom, protocol: 'submission', id: origin.traceId },
    enqueue: [queued, ...notices.flatMap(({ enqueue }) => enqueue), ...(here?.enqueue ?? [])],
    ...(here ? { memory: here.memory } : {}),
    ...submissionOf(request, sendAt, held),
    now,
  });
  if (!done.ok) return done;
  return { ok: true, value: { submissionId: done.value.submissionId, queueId: done.value.queueIds[0] ?? null } };
}

function queuedAs(request: SubmitRequest, recipients: NewRecipient[], origin: TraceOrigin, now: Date): NewQueueMessage {
  const {
    accountId,
    mailFrom,
    blob,
    prefix,
    sendAt = now,
    ret = null,
    envId = null,
    requireTls = false,
    size,
    smtputf8,
    subject,
  } = request;
  return {
    ...{ accountId, mailFrom, blob: blob.sha256, prefix: prefix ?? null, size, smtputf8, subject, recipients },
    ...{ dueAt: sendAt, expiresAt: new Date(sendAt.getTime() + schedule().lifetime), ret, envId, requireTls },
    relaxTls: !requireTls && asksForNoTls(request.message ?? new Uint8Array()),
    // What goes to many waits behind what goes to few.
    priority: request.recipients.length > manyRecipients ? -1 : 0,
    trace: { origin, messageId: request.messageId ?? null },
    submitted: { from: mailFrom, source: origin.source, remote: origin.remote, ...request.via?.detail },
  };
}

/** Into the hands of this process's worker, where it has room; else a worker claims it. */
async function handedIn({ blob, message: body, recipients }: SubmitRequest, message: NewQueueMessage, now: Date): Promise<Submitted> {
  const domains = message.recipients.flatMap(({ domain, done }) => (done ? [] : [domain]));
  const isUsual = message.dueAt <= now && message.priority === 0 && domains.length > 0;
  const place = body && isUsual ? reservePlace(domains) : null;
  const limits = message.accountId === null ? null : config().sendingLimits;
  let used = false;
  try {
    const done = await handIn({ message: { ...message, ...(place ? { lease: place.lease } : {}) }, blob, limits });
    if ('refusal' in done) return rateLimited(message.accountId, done.refusal, recipients.length);
    if (place && body) place.use(claimedAs(message, done.queueId, now), body);
    used = true;
    return { ok: true, value: { submissionId: null, queueId: done.queueId } };
  } finally {
    if (!used) place?.giveUp();
  }
}

/** As a worker would have claimed them. */
function claimedAs(message: NewQueueMessage, queueId: number, createdAt: Date): ClaimedRecipient[] {
  const { accountId, mailFrom, blob, prefix, size, smtputf8, subject, expiresAt, ret = null, envId = null, trace } = message;
  const { requireTls = false, relaxTls = false } = message;
  const common = {
    ...{ queueId, attempts: 0, accountId, submissionId: null, mailFrom, blob, prefix, size, smtputf8, subject, createdAt, expiresAt },
    ...{ delayNoticeAt: null, ret, envId, requireTls, relaxTls, route: null, traceId: trace?.origin.traceId ?? null },
  };
  return message.recipients.flatMap(({ address: rcpt, domain, notify = null, orcpt = null, done }, rcptNo) =>
    done ? [] : [{ ...common, rcptNo, rcpt, domain, notify, orcpt }],
  );
}

async function overLimit({ accountId, recipients }: SubmitRequest, now: Date): Promise<RateLimited | null> {
  if (accountId === null) return null;
  const addresses = recipients.map(({ address }) => address);
  const refusal = await countSending(accountId, addresses, config().sendingLimits, now);
  return refusal && rateLimited(accountId, refusal, recipients.length);
}

function rateLimited(accountId: number | null, refusal: SendingRefusal, recipients: number): RateLimited {
  log.warn('queue: an account is over its limit of sending', { accountId, ...refusal, recipients });
  const what = {
    perHour: 'recipients in an hour',
    perDay: 'recipients in a day',
    newPerDay: 'people in a day to whom you have not written before',
  };
  const text = `You may write to ${refusal.most} ${what[refusal.limit]} at most. Please send the rest later, or ask your administrator`;
  return { ok: false, reason: 'rateLimited', text };
}

function originOf({ accountId, mailFrom, via }: SubmitRequest): TraceOrigin {
  const { source = 'submission', traceId = newTraceId(), remote = null } = via ?? {};
  return { traceId, source, mailFrom, remote, senderId: accountId };
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
async function sortOut(given: QueuedAddress[], senderId: number | null) {
  const recipients: NewRecipient[] = [];
  const here: { address: string; accounts: number[] }[] = [];
  const successes: (NoticeRecipient & { action: 'delivered' | 'expanded' })[] = [];
  const done = { code: 250, status: '2.1.5', text: 'Delivered here' };
  for (const one of given) {
    const recipient = toRecipient(one);
    const found = one.isElsewhere ? null : await expandRecipient(one.address, senderId);
    if (found?.kind !== 'accepted') {
      recipients.push(recipient);
      continue;
    }
    here.push({ address: one.address, accounts: found.accounts });
    recipients.push({ ...recipient, done });
    const action = successOf(found);
    recipients.push(...sentOn(one, found.remote, action === null).map(toRecipient));
    if (action) successes.push({ action, rcpt: one.address, notify: one.notify ?? null, orcpt: one.orcpt ?? null, ...done, host: null });
  }
  return { recipients, addresses: envelopeAddresses(here), successes };
}
