/** DATA (RFC 5321 §4.1.1.4): 250 is said only after the message is committed. */
import { DataReader } from '#lib/smtp/data-reader.ts';
import { reply, type Reply } from '#lib/smtp/reply.ts';
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { limits } from '#server/net/limits.ts';
import { ConnectionClosed } from '#server/net/connection.ts';
import { acceptRelayed } from '../accept-relayed.ts';
import { acceptSubmitted } from '../accept-submitted.ts';
import type { SmtpSession, Transaction } from '../session.ts';
import { tooBig } from './mail.ts';

export async function data(session: SmtpSession, argument: string): Promise<void> {
  const { transaction } = session;
  if (argument) return session.send(reply(501, '5.5.4', 'DATA takes no argument'));
  if (!transaction) return session.send(reply(503, '5.5.1', 'Need MAIL before DATA'));
  if (transaction.recipients.length === 0) return session.send(reply(503, '5.5.1', 'Need RCPT before DATA'));
  session.send(reply(354, '', 'Enter mail, end with "." on a line by itself'));
  const reader = await receive(session);
  session.transaction = null;
  session.send(faultOf(session, reader) ?? (await accept(session, transaction, reader)));
}

async function receive({ connection }: SmtpSession): Promise<DataReader> {
  const reader = new DataReader(config().maxMessageSize);
  await connection.flush();
  for (;;) {
    const chunk = await connection.readSome(limits.smtpIdleMs);
    if (!chunk) throw new ConnectionClosed('closed before the end of the message');
    const rest = reader.feed(chunk);
    if (rest) {
      if (rest.length > 0) connection.unread(Buffer.from(rest));
      return reader;
    }
    // It was told the size in EHLO: who sends on without end is cut off.
    if (reader.size > config().maxMessageSize * 2 + limits.headerBytes) throw new ConnectionClosed('the message does not end');
  }
}

function faultOf(session: SmtpSession, reader: DataReader): Reply | null {
  if (reader.tooBig) return tooBig();
  if (reader.nul) return reply(550, '5.6.0', 'The message holds a NUL octet, which mail may not (RFC 5321 section 4.5.2)');
  if (session.submission) return null;
  if (reader.bareLf)
    return reply(550, '5.6.0', 'The message holds a line ended by LF without CR: lines end in CRLF (RFC 5321 section 2.3.8)');
  if (reader.bareCr) return reply(550, '5.6.0', 'The message holds a CR without LF: lines end in CRLF (RFC 5321 section 2.3.8)');
  return null;
}

async function accept(session: SmtpSession, transaction: Transaction, reader: DataReader): Promise<Reply> {
  try {
    return await (session.submission ? acceptSubmitted : acceptRelayed)(session, transaction, reader.message());
  } catch (error) {
    log.error('smtp: a message could not be stored', { remote: session.connection.remoteAddress, reason: reasonOf(error) });
    return reply(451, '4.3.0', 'The message could not be stored, please try again later');
  }
}
