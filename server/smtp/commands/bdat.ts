/** BDAT (RFC 3030 §2): the message in chunks whose lengths are told, so that no octet in them means anything. */
import { lineFaults } from '#lib/smtp/line-faults.ts';
import { reply } from '#lib/smtp/reply.ts';
import { config } from '#server/config/config.ts';
import { ConnectionClosed } from '#server/net/connection.ts';
import { limits } from '#server/net/limits.ts';
import { takeMessage } from '../take-message.ts';
import type { SmtpSession } from '../session.ts';
import { tooBig } from './mail.ts';

export async function bdat(session: SmtpSession, argument: string): Promise<void> {
  const match = /^(\d{1,15})(?:[ \t]+(LAST))?$/i.exec(argument);
  if (!match) {
    // How long the chunk is that follows is not known: what comes next cannot be told from commands.
    session.send(reply(501, '5.5.4', 'That is not BDAT length [LAST]'));
    session.ended = true;
    return;
  }
  const size = Number(match[1]);
  const { transaction } = session;
  const { maxMessageSize } = config();
  const soFar = transaction?.chunks?.size ?? 0;
  const wanted = transaction !== null && transaction.recipients.length > 0 && soFar + size <= maxMessageSize;
  // It was told the size in EHLO: who sends so much more is cut off.
  if (!wanted && size > maxMessageSize * 2 + limits.headerBytes) {
    session.send(tooBig());
    session.ended = true;
    return;
  }
  const pieces = await receive(session, size, wanted);
  // RFC 3030 §2: the octets are read all the same, only then comes the refusal.
  if (!transaction) return session.send(reply(503, '5.5.1', 'Need MAIL before BDAT'));
  if (transaction.recipients.length === 0) return session.send(reply(503, '5.5.1', 'Need RCPT before BDAT'));
  const chunks = (transaction.chunks ??= { pieces: [], size: 0 });
  chunks.pieces.push(...pieces);
  chunks.size += size;
  if (!match[2]) {
    if (!wanted) return session.send(tooBig());
    return session.send(reply(250, '2.0.0', `${size} octets received`));
  }
  const bytes = Buffer.concat(wanted ? chunks.pieces : []);
  await takeMessage(session, transaction, { bytes, tooBig: !wanted, ...lineFaults(bytes) });
}

/** Nothing is kept of what is not wanted. */
async function receive({ connection }: SmtpSession, size: number, keep: boolean): Promise<Buffer[]> {
  await connection.flush();
  const pieces: Buffer[] = [];
  for (let left = size; left > 0;) {
    const chunk = await connection.readSome(limits.smtpIdleMs);
    if (!chunk) throw new ConnectionClosed('closed in the middle of a chunk');
    if (chunk.length > left) connection.unread(chunk.subarray(left));
    const own = chunk.subarray(0, left);
    left -= own.length;
    if (keep) pieces.push(own);
  }
  return pieces;
}
