/** The rows of one message in the queue, within a transaction. */
import type pg from 'pg';
import { newTraceId } from '#server/log/trace-id.ts';
import { storable } from '../storable.ts';
import { insertTraces } from '../trace/write-traces.ts';
import type { TraceOrigin } from '../trace/types.ts';
import { insertEvents } from './delivery-events.ts';
import type { NewQueueMessage } from './types.ts';

export async function insertMessage(
  client: pg.ClientBase,
  message: NewQueueMessage,
  submissionId: number | null,
  now: Date,
): Promise<number> {
  const { accountId, mailFrom, blob, prefix, size, smtputf8, subject, recipients, dueAt, expiresAt } = message;
  const { ret = null, envId = null, requireTls = false, relaxTls = false, trace = ownTrace(message) } = message;
  const { traceId } = trace.origin;
  const made = await client.query<{ id: number }>(
    `insert into queue_message (account_id, submission_id, mail_from, blob, prefix, size, smtputf8, subject, created_at, expires_at,
       ret, env_id, require_tls, trace_id, relax_tls)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning queue_id as id`,
    [
      accountId,
      submissionId,
      mailFrom,
      blob,
      prefix,
      size,
      smtputf8,
      storable(subject),
      now,
      expiresAt,
      ret,
      envId,
      requireTls,
      traceId,
      relaxTls,
    ],
  );
  const queueId = made.rows[0]?.id;
  if (queueId === undefined) throw new Error('the queue gave no id');
  await client.query(
    `insert into queue_rcpt (queue_id, rcpt_no, rcpt, domain, notify, orcpt, state, next_at, last_code, last_status, last_text, last_at, done_at,
       priority)
     select $1, r.no, r.rcpt, r.domain, r.notify, r.orcpt, case when r.code is null then 0 else 1 end, $2, r.code, r.status, r.text,
       case when r.code is not null then $3::timestamptz end, case when r.code is not null then $3::timestamptz end, $12
     from unnest($4::int[], $5::text[], $6::text[], $7::text[], $8::text[], $9::int[], $10::text[], $11::text[])
       as r(no, rcpt, domain, notify, orcpt, code, status, text)`,
    [
      queueId,
      dueAt,
      now,
      recipients.map((_, index) => index),
      recipients.map(({ address }) => address),
      recipients.map(({ domain }) => domain),
      recipients.map(({ notify }) => notify ?? null),
      recipients.map(({ orcpt }) => orcpt ?? null),
      recipients.map(({ done }) => done?.code ?? null),
      recipients.map(({ done }) => done?.status ?? null),
      recipients.map(({ done }) => done?.text ?? null),
      message.priority ?? 0,
    ],
  );
  await insertTraces(
    client,
    recipients.flatMap(({ address: rcpt, done }) =>
      // The account that has it has the row.
      done ? [] : [{ ...tracedAs(message, trace), rcpt, queueId, status: 'queued' as const }],
    ),
  );
  const of = { accountId, emailId: null, submissionId, queueId, traceId };
  const waiting = recipients.filter(({ done }) => !done);
  const detail = {
    ...{
      from: mailFrom,
      recipients: waiting.length,
      to: waiting
        .map(({ address }) => address)
        .join(' ')
        .slice(0, 2000),
    },
    ...(dueAt > now ? { due: dueAt.toISOString() } : {}),
  };
  await insertEvents(client, [
    ...(message.submitted ? [{ ...of, type: 'submitted', detail: message.submitted }] : []),
    ...recipients.flatMap(({ address: rcpt, done }) =>
      done ? [{ ...of, type: 'delivered', detail: { rcpt, host: null, code: done.code, status: done.status, reply: done.text } }] : [],
    ),
    ...(waiting.length > 0 ? [{ ...of, type: 'queued', detail }] : []),
  ]);
  return queueId;
}

/** A notice or an automatic reply: nothing came in that it would be part of. */
function ownTrace({ mailFrom, accountId }: NewQueueMessage): { origin: TraceOrigin; messageId: null } {
  const source = mailFrom === '' ? 'notice' : 'reply';
  const traceId = newTraceId();
  return { origin: { traceId, source, mailFrom, remote: null, senderId: accountId }, messageId: null };
}

function tracedAs({ mailFrom, subject, size }: NewQueueMessage, { origin, messageId }: NonNullable<NewQueueMessage['trace']>) {
  return { ...origin, mailFrom, subject, size, messageId, reply: null, accountId: null, emailId: null };
}
