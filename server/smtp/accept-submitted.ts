/** A whole message from a user of ours (RFC 6409): checked, completed, and handed to delivery and the queue. */
import { randomUUID } from 'node:crypto';
import { stripForged } from '#lib/mailauth/strip-forged.ts';
import { readAddressList, toStoredAddresses } from '#lib/message/addresses.ts';
import { decodeWords } from '#lib/message/encoded-word.ts';
import { allFields, firstField, readHeader, type HeaderField } from '#lib/message/header-fields.ts';
import { readMessageIds, renderMessage } from '#lib/message/render.ts';
import type { StoredAddress } from '#lib/message/stored.ts';
import { normaliseLineEnds } from '#lib/smtp/data-reader.ts';
import { headerFacts, type HeaderFacts } from '#lib/smtp/header-facts.ts';
import { repairSubmission } from '#lib/smtp/repair-submission.ts';
import { reply, type Reply } from '#lib/smtp/reply.ts';
import { withoutBinary } from '#lib/smtp/seven-bit.ts';
import { protocolWord, submittedLine } from '#lib/smtp/trace.ts';
import { config } from '#server/config/config.ts';
import { faultPoint } from '#server/config/fault-point.ts';
import { limits } from '#server/net/limits.ts';
import { submitMessage } from '#server/queue/submit.ts';
import { prepareBlob } from '#server/store/index.ts';
import { faultOf } from './accept-relayed.ts';
import type { SmtpSession, Transaction } from './session.ts';

/** Octets of header fields that a repair adds: From, Date, Message-ID. */
const mostAdded = 1024;

export async function acceptSubmitted(session: SmtpSession, transaction: Transaction, bytes: Uint8Array): Promise<Reply> {
  const { connection, user } = session;
  if (!user) return reply(530, '5.7.0', 'Log in first');
  const { hostname } = config();
  const lines = transaction.body === 'BINARYMIME' ? withoutBinary(bytes, renderMessage(bytes).root) : normaliseLineEnds(bytes);
  if (!lines) return reply(550, '5.6.0', 'The header of the message holds a NUL, or a CR or LF by itself');
  const given = stripForged(lines, hostname);
  const facts = headerFacts(given, limits.headerBytes);
  const sender = transaction.sender || user.login;
  const repaired = Buffer.from(repairSubmission(given, facts, { sender, hostname, id: randomUUID(), now: new Date() }));
  const { fields } = readHeader(repaired, 0, Math.min(repaired.length, facts.headerBytes + mostAdded));
  const fault = faultOf(facts) ?? authorFault(facts, fields, session.ownAddresses);
  if (fault) return fault;
  const id = transaction.traceId;
  const protocol = protocolWord({ esmtp: session.esmtp, tls: connection.secure, auth: true, utf8: transaction.smtputf8 });
  const received = submittedLine({
    hostname,
    protocol,
    tls: connection.tlsVersion,
    id,
    recipient: null,
    at: new Date(),
  });
  const done = await submitMessage({
    accountId: user.accountId,
    mailFrom: transaction.sender,
    recipients: transaction.recipients.map(({ address, notify, orcpt, isElsewhere = false }) => ({ address, notify, orcpt, isElsewhere })),
    ...{ ret: transaction.ret, envId: transaction.envId, requireTls: transaction.requireTls },
    ...(transaction.sendAt ? { sendAt: transaction.sendAt } : {}),
    blob: await prepareBlob(repaired),
    message: repaired,
    prefix: Buffer.from(received),
    size: repaired.length + received.length,
    smtputf8: transaction.smtputf8,
    subject: decodeWords(firstField(fields, 'subject') ?? '').slice(0, 10_000),
    messageId: readMessageIds(firstField(fields, 'message-id') ?? '')[0] ?? null,
    via: {
      ...{ source: 'submission', traceId: id, remote: connection.remoteAddress },
      detail: { user: user.login, helo: session.helo, protocol, tls: connection.tlsVersion, id },
    },
    record: false,
  });
  if (!done.ok && done.reason === 'rateLimited') return reply(450, '4.7.1', done.text);
  if (!done.ok) return reply(451, '4.3.0', 'The message could not be queued now, please try again later');
  faultPoint('receive.delivered');
  return reply(250, '2.0.0', 'Message accepted for delivery');
}

/** Whoever it says it is from must be this user; with several authors, whoever it says sent it (RFC 5322 §3.6.2). */
function authorFault({ fromCount }: HeaderFacts, fields: readonly HeaderField[], own: Set<string>): Reply | null {
  const [from, sender] = [addressesIn(fields, 'from'), addressesIn(fields, 'sender')];
  // §3.6: programs do not agree which of several fields they show.
  if (fromCount > 1) return reply(550, '5.6.0', 'The message has more than one From field');
  if (from.length === 0) return reply(550, '5.6.0', 'The message does not say who it is from');
  const named = [...(from.length > 1 && sender.length > 0 ? [] : from), ...sender];
  const stranger = named.find(({ email }) => !own.has(email.toLowerCase()));
  return stranger ? reply(550, '5.7.1', `You may not send as ${stranger.email}: it is not an address of yours`) : null;
}

const addressesIn = (fields: readonly HeaderField[], name: string): StoredAddress[] =>
  toStoredAddresses(readAddressList(allFields(fields, name).join(', ')));
