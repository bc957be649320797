/** A whole message from another server: judged, given its trace lines, and delivered. The reply is the verdict. */
import { randomBytes } from 'node:crypto';
import { domainOf } from '#lib/smtp/path.ts';
import { headerFacts } from '#lib/smtp/header-facts.ts';
import { reply, type Reply } from '#lib/smtp/reply.ts';
import { protocolWord, receivedLine, returnPath } from '#lib/smtp/trace.ts';
import { config } from '#server/config/config.ts';
import { deliverMessage } from '#server/delivery/deliver.ts';
import { judgeMessage } from '#server/delivery/judge-message.ts';
import { log } from '#server/log/log.ts';
import { limits } from '#server/net/limits.ts';
import { prepareForward } from '#server/mailauth/forward.ts';
import { forwardedMessage } from '#server/queue/queue-message.ts';
import { putBlob } from '#server/store/index.ts';
import type { SmtpSession, Transaction } from './session.ts';

export async function acceptRelayed(session: SmtpSession, transaction: Transaction, bytes: Uint8Array): Promise<Reply> {
  const facts = headerFacts(bytes, limits.headerBytes);
  const fault = faultOf(facts);
  if (fault) return fault;
  const { connection } = session;
  const mailFrom = transaction.sender;
  const { remoteAddress, isLoopback } = connection;
  const judged = await judgeMessage({ remoteAddress, isLoopback, helo: session.helo ?? '', mailFrom, message: bytes });
  if (judged.refusal) {
    log.info('smtp: refused', { remote: remoteAddress, from: mailFrom, reason: judged.refusal });
    return reply(550, '5.7.1', judged.refusal);
  }
  const id = randomBytes(9).toString('base64url');
  const only = transaction.recipients.length === 1 ? (transaction.recipients[0]?.address ?? null) : null;
  const protocol = protocolWord({ esmtp: session.esmtp, tls: connection.secure, auth: false, utf8: transaction.smtputf8 });
  const received = receivedLine({
    helo: session.helo ?? '',
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
  const { message } = judged;
  const blob = await putBlob(message);
  const remote = [...new Set(transaction.recipients.flatMap((recipient) => recipient.remote))];
  const forwarder = transaction.recipients.find((recipient) => recipient.remote.length > 0);
  const forward = forwarder && {
    ...{ remote, blob, smtputf8: transaction.smtputf8 },
    ...(await prepareForward({
      ...{ auth: judged.auth, mailFrom, message, domain: domainOf(forwarder.address) },
      prefix: Buffer.from(judged.headers + received + end),
    })),
  };
  const done = await deliverMessage({
    mailFrom,
    accounts: transaction.recipients.flatMap(({ accounts }) => accounts),
    message,
    blob,
    prefix: Buffer.from(returnPath(mailFrom) + judged.headers + received + end),
    judged,
    received: { from: mailFrom, remote: connection.remoteAddress, helo: session.helo, protocol, tls: connection.tlsVersion, id },
    enqueue: forward ? [forwardedMessage(forward)] : [],
  });
  if (!done.ok) return reply(451, '4.3.0', 'The message could not be delivered now, please try again later');
  log.info('smtp: accepted', { id, from: mailFrom, recipients: transaction.recipients.length, size: message.length });
  return reply(250, '2.0.0', 'Message accepted for delivery');
}

/** What no message may have, whoever sends it. */
export function faultOf({ headerBytes, receivedCount }: { headerBytes: number; receivedCount: number }): Reply | null {
  if (headerBytes > limits.headerBytes) return reply(552, '5.3.4', 'The header of the message is too large');
  if (receivedCount > limits.receivedHeaders) return reply(554, '5.4.6', 'The message has passed too many servers: it goes in circles');
  return null;
}
