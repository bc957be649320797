/** A whole message, however it came: what no message may hold is refused, the rest is accepted or not, and that is said. */
import { reply, type Reply } from '#lib/smtp/reply.ts';
import type { LineFaults } from '#lib/smtp/line-faults.ts';
import { faultPoint } from '#server/config/fault-point.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { metrics } from '#server/log/metrics.ts';
import { traced } from '#server/log/tracing.ts';
import { acceptRelayed } from './accept-relayed.ts';
import { acceptSubmitted } from './accept-submitted.ts';
import { tooBig } from './commands/mail.ts';
import { noteRefusal } from './note-refusal.ts';
import type { AcceptedRecipient, SmtpSession, Transaction } from './session.ts';

export interface Taken extends LineFaults {
  bytes: Uint8Array;
  tooBig: boolean;
}

/** The transaction is over. */
export function takeMessage(session: SmtpSession, transaction: Transaction, taken: Taken): Promise<void> {
  session.transaction = null;
  const { traceId: message, begunAt, recipients } = transaction;
  const attributes = { 'network.peer.address': session.connection.remoteAddress, 'posthorn.recipients': recipients.length };
  return traced(`SMTP ${session.context.kind}`, { kind: 'server', message, begunAt, attributes }, async (span) => {
    const { code } = await judged(session, transaction, taken);
    span.set({ 'posthorn.octets': taken.bytes.length, 'smtp.reply.code': code });
  });
}

/** The best of the verdicts. */
async function judged(session: SmtpSession, transaction: Transaction, taken: Taken): Promise<Reply> {
  faultPoint('receive.read');
  const { recipients } = transaction;
  const given = faultOf(session, transaction, taken) ?? (await accept(session, transaction, taken.bytes));
  const refuse = (verdict: Reply, those: AcceptedRecipient[]) => noteRefusal(session, transaction, 'data', verdict, those, taken.bytes);
  if (!Array.isArray(given)) {
    count(session, given);
    if (given.code >= 300) refuse(given, recipients);
    // RFC 2033 §4.2: in LMTP each recipient gets a verdict, in the order of the RCPTs.
    const times = session.lmtp ? recipients.length : 1;
    for (let n = 0; n < times; n++) session.send(given);
    return given;
  }
  const [best] = given.toSorted((a, b) => a.code - b.code);
  if (!best) throw new Error('a message without a verdict');
  count(session, best);
  for (const [index, verdict] of given.entries()) {
    if (verdict.code >= 300) refuse(verdict, recipients.slice(index, index + 1));
    session.send(verdict);
  }
  return best;
}

function count(session: SmtpSession, { code }: Reply): void {
  const kind = session.submission ? 'submitted' : session.lmtp ? 'lmtp' : 'relayed';
  metrics.messagesIn.inc({ kind, result: code < 300 ? 'accepted' : code < 500 ? 'deferred' : 'refused' });
  if (code < 300) session.junk = 0;
}

function faultOf(session: SmtpSession, { body }: Transaction, taken: Taken): Reply | null {
  if (taken.tooBig) return tooBig();
  if (body === 'BINARYMIME') return null;
  if (taken.nul) return reply(550, '5.6.0', 'The message holds a NUL octet, which mail may not (RFC 5321 section 4.5.2)');
  if (session.submission) return null;
  if (taken.bareLf)
    return reply(550, '5.6.0', 'The message holds a line ended by LF without CR: lines end in CRLF (RFC 5321 section 2.3.8)');
  if (taken.bareCr) return reply(550, '5.6.0', 'The message holds a CR without LF: lines end in CRLF (RFC 5321 section 2.3.8)');
  return null;
}

async function accept(session: SmtpSession, transaction: Transaction, bytes: Uint8Array): Promise<Reply | Reply[]> {
  try {
    return await (session.submission ? acceptSubmitted : acceptRelayed)(session, transaction, bytes);
  } catch (error) {
    log.error('smtp: a message could not be stored', {
      trace: transaction.traceId,
      remote: session.connection.remoteAddress,
      reason: reasonOf(error),
    });
    return reply(451, '4.3.0', 'The message could not be stored, please try again later');
  }
}
