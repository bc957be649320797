/** Rows of messages in the queue: their recipients, their traces, and how their timelines begin. */
import type pg from 'pg';
import { newTraceId } from '#server/log/trace-id.ts';
import { storable, storableJson } from '../storable.ts';
import type { TraceOrigin } from '../trace/types.ts';
import type { DeliveryEventDetail, NewQueueMessage } from './types.ts';

/** Within a transaction, in their order. The submission is the first one's. */
export async function enqueue(
  client: pg.ClientBase,
  messages: NewQueueMessage[],
  submissionId: number | null,
  now: Date,
): Promise<number[]> {
  if (messages.length === 0) return [];
  const fields = messages.map((message, index) => ({ ...fieldsOf(message, now), sub: index === 0 ? submissionId : null }));
  const text = 'select o_queue as id from f_enqueue($1, $2) order by o_ord';
  const { rows } = await client.query<{ id: number }>({ name: 'enqueue', text, values: [storableJson(fields), now] });
  return rows.map(({ id }) => id);
}

/** As `f_enqueue` takes it. */
export function fieldsOf(message: NewQueueMessage, now: Date) {
  const { trace = ownTrace(message), prefix, lease } = message;
  const { origin, messageId } = trace;
  return {
    acc: message.accountId,
    sender: message.mailFrom,
    blob: message.blob.toString('hex'),
    prefix: prefix && prefix.toString('hex'),
    size: message.size,
    utf8: message.smtputf8,
    subject: message.subject,
    due: message.dueAt,
    expires: message.expiresAt,
    ret: message.ret ?? null,
    env: message.envId ?? null,
    tls: message.requireTls ?? false,
    relax: message.relaxTls ?? false,
    prio: message.priority ?? 0,
    owner: lease?.owner ?? null,
    lease: lease?.until ?? null,
    rcpts: message.recipients.map(({ address, domain, notify, orcpt, done }) => ({
      ...{ rcpt: address, low: address.toLowerCase(), domain, notify: notify ?? null, orcpt: orcpt ?? null },
      ...(done ? { code: done.code, status: done.status, text: done.text } : {}),
    })),
    trace: {
      ...{
        id: origin.traceId,
        source: origin.source,
        from: message.mailFrom.toLowerCase(),
        remote: origin.remote,
        sender: origin.senderId,
      },
      ...{ subject: storable(message.subject).slice(0, 500), message: messageId && storable(messageId).slice(0, 998) },
    },
    events: eventsOf(message, now),
  };
}

function eventsOf({ recipients, mailFrom, dueAt, submitted }: NewQueueMessage, now: Date): { type: string; detail: DeliveryEventDetail }[] {
  const waiting = recipients.filter(({ done }) => !done);
  const to = waiting
    .map(({ address }) => address)
    .join(' ')
    .slice(0, 2000);
  const due = dueAt > now ? { due: dueAt.toISOString() } : {};
  return [
    ...(submitted ? [{ type: 'submitted', detail: submitted }] : []),
    ...recipients.flatMap(({ address: rcpt, done }) =>
      done ? [{ type: 'delivered', detail: { rcpt, host: null, code: done.code, status: done.status, reply: done.text } }] : [],
    ),
    ...(waiting.length > 0 ? [{ type: 'queued', detail: { from: mailFrom, recipients: waiting.length, to, ...due } }] : []),
  ];
}

/** A notice or an automatic reply: nothing came in that it would be part of. */
function ownTrace({ mailFrom, accountId }: NewQueueMessage): { origin: TraceOrigin; messageId: null } {
  const source = mailFrom === '' ? 'notice' : 'reply';
  const traceId = newTraceId();
  return { origin: { traceId, source, mailFrom, remote: null, senderId: accountId }, messageId: null };
}
