/** DATA (RFC 5321 §4.1.1.4): 250 is said only after the message is committed. */
import { DataReader } from '#lib/smtp/data-reader.ts';
import { reply } from '#lib/smtp/reply.ts';
import { config } from '#server/config/config.ts';
import { limits } from '#server/net/limits.ts';
import { ConnectionClosed } from '#server/net/connection.ts';
import { takeMessage } from '../take-message.ts';
import { tooBig } from './mail.ts';
import type { SmtpSession } from '../session.ts';

export async function data(session: SmtpSession, argument: string): Promise<void> {
  const { transaction } = session;
  if (argument) return session.send(reply(501, '5.5.4', 'DATA takes no argument'));
  if (!transaction) return session.send(reply(503, '5.5.1', 'Need MAIL before DATA'));
  if (transaction.recipients.length === 0) return session.send(reply(503, '5.5.1', 'Need RCPT before DATA'));
  // RFC 3030 §2, §3: what came in chunks ends in chunks, and binary octets cannot come by lines.
  if (transaction.chunks) return session.send(reply(503, '5.5.1', 'The message has begun with BDAT: it goes on with BDAT'));
  if (transaction.body === 'BINARYMIME') return session.send(reply(503, '5.5.1', 'BODY=BINARYMIME needs BDAT'));
  session.send(reply(354, '', 'Enter mail, end with "." on a line by itself'));
  const reader = await receive(session);
  if (!reader) {
    session.send(tooBig());
    session.ended = true;
    return;
  }
  await takeMessage(session, transaction, { bytes: reader.message(), ...reader });
}

/** Null: it was told the size in EHLO, and sends on without end. */
async function receive({ connection }: SmtpSession): Promise<DataReader | null> {
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
    if (reader.size > config().maxMessageSize * 2 + limits.headerBytes) return null;
  }
}
