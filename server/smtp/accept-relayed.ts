/** A whole message from another server: judged, given its trace lines, and delivered. The reply is the verdict. */
import { setImmediate as turn } from 'node:timers/promises';
import { authorOf } from '#lib/message/author.ts';
import { renderMessage } from '#lib/message/render.ts';
import { domainOf } from '#lib/smtp/path.ts';
import { headerFacts } from '#lib/smtp/header-facts.ts';
import { reply, type Reply } from '#lib/smtp/reply.ts';
import { withoutBinary } from '#lib/smtp/seven-bit.ts';
import { asksForNoTls } from '#lib/smtp/tls-required.ts';
import { protocolWord, receivedLine, returnPath } from '#lib/smtp/trace.ts';
import { config } from '#server/config/config.ts';
import { faultPoint } from '#server/config/fault-point.ts';
import { deliverMessage } from '#server/delivery/deliver.ts';
import { envelopeAddresses } from '#server/delivery/envelope-addresses.ts';
import { judgeMessage, type Judged } from '#server/delivery/judge-message.ts';
import { holdMessage } from '#server/delivery/quarantine.ts';
import { log } from '#server/log/log.ts';
import { traced } from '#server/log/tracing.ts';
import { limits } from '#server/net/limits.ts';
import { mayBeReport, takeReport } from '#server/mailauth/reports/take-report.ts';
import { prepareForward } from '#server/mailauth/forward.ts';
import { successOf } from '#server/queue/local.ts';
import { noticeForQueue } from '#server/queue/notice.ts';
import { forwardedMessage, sentOn } from '#server/queue/queue-message.ts';
import { findRecipients, prepareBlob, putBlob, type BlobRef, type NewQueueMessage, type TraceOrigin } from '#server/store/index.ts';
import type { AcceptedRecipient, SmtpSession, Transaction } from './session.ts';

/** In LMTP a reply for each recipient where they are not the same. */
export async function acceptRelayed(session: SmtpSession, transaction: Transaction, bytes: Uint8Array): Promise<Reply | Reply[]> {
  const facts = headerFacts(bytes, limits.headerBytes);
  const fault = faultOf(facts);
  if (fault) return fault;
  const { connection } = session;
  const mailFrom = transaction.sender;
  const { remoteAddress, isLoopback } = connection;
  const helo = session.helo ?? '';
  const recipients = transaction.recipients.map(({ address }) => address);
  const accounts = transaction.recipients.flatMap((one) => one.accounts);
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const author = authorOf(whole);
  const known = askedNow(findRecipients(accounts, author));
  await turn(); // the question goes out, and the database answers it while the message is judged
  const judged = await traced('judge', {}, () =>
    judgeMessage({ remoteAddress, isLoopback, trusted: session.lmtp, helo, mailFrom, author, recipients, message: whole }),
  );
  if (judged.refusal) {
    log.info('smtp: refused', { trace: transaction.traceId, remote: remoteAddress, from: mailFrom, reason: judged.refusal });
    return reply(550, '5.7.1', judged.refusal);
  }
  if (judged.isDeferred) return reply(451, '4.7.1', 'The message cannot be examined now, please try again later');
  const id = transaction.traceId;
  const only = transaction.recipients.length === 1 ? (transaction.recipients[0]?.address ?? null) : null;
  const { esmtp, lmtp } = session;
  const protocol = protocolWord({ esmtp, tls: connection.secure, auth: false, utf8: transaction.smtputf8, lmtp });
  const received = receivedLine({
    helo,
    remoteAddress,
    hostname: config().hostname,
    protocol,
    tls: connection.tlsVersion,
    id,
    recipient: only,
    at: new Date(),
  });
  // Without any header the trace lines are the header, and an empty line ends it.
  const end = facts.hasHeader ? '' : '\r\n';
  const stored = transaction.body === 'BINARYMIME' ? withoutBinary(judged.message, renderMessage(judged.message).root) : judged.message;
  if (!stored) return reply(550, '5.6.0', 'The header of the message holds a NUL, or a CR or LF by itself');
  // The very same octets as before when nothing was changed: what is known of them is not found out again.
  const message = Buffer.isBuffer(stored) ? stored : Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength);
  // What goes to mailboxes alone is written with the mail; the queue, notices and the quarantine refer to what is there.
  const goesOn = judged.looked?.hold || transaction.recipients.some(({ remote, notify }) => remote.length > 0 || notify !== null);
  const blob = await (goesOn ? putBlob : prepareBlob)(message);
  faultPoint('receive.stored');
  const source = lmtp ? ('lmtp' as const) : ('smtp' as const);
  const origin = { traceId: id, source, mailFrom, remote: remoteAddress, senderId: null };
  if (judged.looked?.hold) {
    const remote = transaction.recipients.flatMap((one) => one.remote);
    const prefix = Buffer.from(judged.headers + received + end);
    const { smtputf8, requireTls } = transaction;
    await holdMessage(
      { mailFrom, rcpts: recipients, accountIds: accounts, remote, message, blob, prefix, smtputf8, requireTls, origin },
      judged.looked,
    );
    return reply(250, '2.0.0', 'Message accepted for examination');
  }
  const report = mayBeReport(message, recipients) ? await takeReport(message, judged.auth) : ({ kind: 'none' } as const);
  // For the address that takes reports and has no mailbox: what is none is not swallowed.
  if (report.kind !== 'taken' && transaction.recipients.every(({ accounts, remote }) => accounts.length + remote.length === 0))
    return reply(550, '5.6.0', `This address takes reports: ${report.kind === 'unreadable' ? report.reason : 'the message holds none'}`);
  const done = await deliverMessage({
    trace: { origin },
    mailFrom,
    requireTls: transaction.requireTls,
    ...(lmtp ? { answered: new Set(transaction.recipients.flatMap((one) => onlyAccountOf(one) ?? [])) } : {}),
    accounts,
    recipients: known,
    addresses: envelopeAddresses(transaction.recipients),
    message,
    blob,
    prefix: Buffer.from(returnPath(mailFrom) + judged.headers + received + end),
    judged,
    received: { from: mailFrom, remote: connection.remoteAddress, helo: session.helo, protocol, tls: connection.tlsVersion, id },
    enqueue: await sendOn(transaction, judged, blob, message, Buffer.from(judged.headers + received + end), origin),
  });
  if (!done.ok && done.reason === 'refused') return reply(550, '5.7.1', done.text);
  if (!done.ok) return reply(451, '4.3.0', 'The message could not be delivered now, please try again later');
  faultPoint('receive.delivered');
  log.info('smtp: accepted', { trace: id, from: mailFrom, recipients: transaction.recipients.length, size: message.length });
  const accepted = reply(250, '2.0.0', 'Message accepted for delivery');
  const { refused } = done;
  if (!refused) return accepted;
  return transaction.recipients.map((one) => {
    const text = refused.get(onlyAccountOf(one) ?? 0);
    return text === undefined ? accepted : reply(550, '5.7.1', text);
  });
}

/** Null: others get it too, or somebody elsewhere, whatever becomes of one of them. */
const onlyAccountOf = ({ accounts, remote }: AcceptedRecipient): number | null =>
  accounts.length === 1 && remote.length === 0 ? (accounts[0] ?? null) : null;

/** A question whose fault is told to whoever waits for its answer: a message that is refused needs none. */
function askedNow<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => {});
  return answer;
}

/** The remote targets of aliases, and the notices of success that their sender asked for (RFC 3461 §5.2.7). */
async function sendOn(
  transaction: Transaction,
  { auth }: Judged,
  blob: BlobRef,
  message: Buffer,
  prefix: Buffer,
  origin: TraceOrigin,
): Promise<NewQueueMessage[]> {
  const { sender: mailFrom, recipients, smtputf8, ret, envId, requireTls } = transaction;
  const queued: NewQueueMessage[] = [];
  const forwarder = recipients.find((one) => one.remote.length > 0);
  if (forwarder) {
    const remote = recipients.flatMap((one) => sentOn(one, one.remote, successOf(one) === null));
    const targets = [...new Map(remote.map((one) => [one.address, one])).values()];
    const forward = await prepareForward({ auth, mailFrom, message, domain: domainOf(forwarder.address), prefix });
    const { messageId } = renderMessage(message.subarray(0, limits.headerBytes));
    const relaxTls = !requireTls && asksForNoTls(message);
    const trace = { origin: { ...origin, source: 'forward' as const }, messageId };
    queued.push(forwardedMessage({ recipients: targets, blob, smtputf8, ret, envId, requireTls, relaxTls, trace, ...forward }));
  }
  const now = new Date();
  const about = {
    mailFrom,
    subject: '',
    createdAt: now,
    expiresAt: now,
    ret,
    envId,
    size: blob.size,
    blob: blob.sha256,
    prefix,
    requireTls,
  };
  for (const action of ['delivered', 'expanded'] as const) {
    const those = recipients.filter((one) => successOf(one) === action);
    const told = those.map(({ address: rcpt, notify, orcpt }) => ({ rcpt, notify, orcpt, ...deliveredHere }));
    queued.push(...(await noticeForQueue(action, about, told, now)));
  }
  return queued;
}

const deliveredHere = { code: 250, status: '2.1.5', text: 'Delivered here', host: null };

/** What no message may have, whoever sends it. */
export function faultOf({ headerBytes, receivedCount }: { headerBytes: number; receivedCount: number }): Reply | null {
  if (headerBytes > limits.headerBytes) return reply(552, '5.3.4', 'The header of the message is too large');
  if (receivedCount > limits.receivedHeaders) return reply(554, '5.4.6', 'The message has passed too many servers: it goes in circles');
  return null;
}
