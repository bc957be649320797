/** What is not taken is known too: most questions of "where is my mail" end here. */
import { renderMessage } from '#lib/message/render.ts';
import type { Reply } from '#lib/smtp/reply.ts';
import { newTraceId } from '#server/log/trace-id.ts';
import { limits } from '#server/net/limits.ts';
import { noteEvents, noteTraces, type TraceSource } from '#server/store/index.ts';
import type { SmtpSession, Transaction } from './session.ts';

export function noteRefusal(
  { connection, context, helo, user }: SmtpSession,
  { sender: mailFrom, traceId: ofMessage }: Transaction,
  stage: 'rcpt' | 'data',
  { code, status, text: words }: Reply,
  recipients: { address: string }[],
  message?: Uint8Array,
): void {
  // A recipient who is refused has a story of his own: the message may go on to others.
  const traceId = stage === 'data' ? ofMessage : newTraceId();
  const source: TraceSource = context.kind === 'submission' || context.kind === 'lmtp' ? context.kind : 'smtp';
  const text = Array.isArray(words) ? words.join(' ') : words;
  const remote = connection.remoteAddress;
  const known = message ? renderMessage(message.subarray(0, limits.headerBytes)) : null;
  noteTraces(
    recipients.map(({ address: rcpt }) => ({
      ...{ traceId, source, mailFrom, remote, rcpt, senderId: user?.accountId ?? null },
      ...{ messageId: known?.messageId ?? null, subject: known?.subject ?? '', size: message?.length ?? 0 },
      ...{ status: 'refused', reply: `${code} ${status} ${text}`, accountId: null, emailId: null, queueId: null },
    })),
  );
  const detail = { from: mailFrom, to: recipients.map(({ address }) => address).join(' '), remote, helo, tls: connection.tlsVersion };
  noteEvents([
    {
      ...{ accountId: user?.accountId ?? null, emailId: null, submissionId: null, queueId: null, traceId },
      ...{ type: 'refused', detail: { ...detail, stage, code, status, reply: text } },
    },
  ]);
}
