/** Mail that is neither delivered nor lost: held for an administrator, with everything that its delivery needs. */
import { renderMessage } from '#lib/message/render.ts';
import { namesFor, scoreOf, verdictOf } from '#lib/spam/reasons.ts';
import { config } from '#server/config/config.ts';
import { log } from '#server/log/log.ts';
import { noteEvents, noteTraces, putQuarantined, type BlobRef, type TraceOrigin } from '#server/store/index.ts';
import type { LookedOver } from '#server/spam/look-over.ts';

export interface Held {
  mailFrom: string;
  /** As the sender wrote them. */
  rcpts: string[];
  accountIds: number[];
  /** Where aliases would have sent it on to. */
  remote: string[];
  message: Uint8Array;
  blob: BlobRef;
  /** Trace lines, without Return-Path. */
  prefix: Buffer;
  smtputf8: boolean;
  requireTls: boolean;
  origin: TraceOrigin;
}

/** Returns its number in the quarantine. */
export async function holdMessage({ message, origin, ...held }: Held, { reasons, author }: LookedOver): Promise<number> {
  const { subject, messageId, size } = renderMessage(message);
  const { traceId } = origin;
  const { quarantineDays, spamScore } = config();
  const sorted = verdictOf(reasons, spamScore, true).reasons;
  const expiresAt = new Date(Date.now() + quarantineDays * 86_400_000);
  const accountIds = [...new Set(held.accountIds)];
  const remote = [...new Set(held.remote)];
  const score = scoreOf(reasons);
  const id = await putQuarantined({ ...held, accountIds, remote, author, subject, score, reasons: sorted, expiresAt, traceId });
  const reply = `Held for an administrator, number ${id}: ${sorted[0]?.text ?? ''}`;
  const of = { ...origin, messageId, subject, size, accountId: null, emailId: null, queueId: null, reply };
  noteTraces(held.rcpts.map((rcpt) => ({ ...of, rcpt, status: 'held' })));
  const way = { from: held.mailFrom, to: held.rcpts.join(' ').slice(0, 2000), remote: origin.remote };
  const detail = { id, ...way, score, reasons: namesFor(sorted) };
  noteEvents([{ accountId: null, emailId: null, submissionId: null, queueId: null, traceId, type: 'quarantined', detail }]);
  log.warn('spam: held for an administrator', { id, from: held.mailFrom, reasons: sorted.map(({ name }) => name).join(' ') });
  return id;
}
