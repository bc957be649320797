/** The timeline of a message, received or sent. */
import type pg from 'pg';
import { inLazyTransaction, rows } from '../database.ts';
import { NoteLater } from '../note-later.ts';
import { flushTraces } from '../trace/write-traces.ts';
import type { DeliveryEvent, NewDeliveryEvent } from './types.ts';

/** In the transaction of what happened. */
export async function insertEvents(client: pg.ClientBase | pg.Pool, events: NewDeliveryEvent[]): Promise<void> {
  if (events.length === 0) return;
  // Prisma's createMany would need a connection of its own, outside this transaction.
  const text = `insert into delivery_event (account_id, email_id, submission_id, queue_id, type, detail, trace_id, at)
    select a, e, s, q, type, detail, t, coalesce(at, clock_timestamp())
    from unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::jsonb[], $7::text[], $8::timestamptz[])
      as u(a, e, s, q, type, detail, t, at)`;
  await client.query(text, [
    events.map(({ accountId }) => accountId),
    events.map(({ emailId }) => emailId),
    events.map(({ submissionId }) => submissionId),
    events.map(({ queueId }) => queueId),
    events.map(({ type }) => type),
    events.map(({ detail }) => JSON.stringify(detail).replaceAll('\\u0000', '\\ufffd')),
    events.map(({ traceId }) => traceId ?? null),
    events.map(({ at }) => at ?? null),
  ]);
}

const later = new NoteLater<NewDeliveryEvent>((events) => inLazyTransaction((client) => insertEvents(client, events)));

/** Beside group-committed deliveries. */
export function noteEvents(events: NewDeliveryEvent[]): void {
  const at = new Date();
  later.note(events.map((event) => ({ at, ...event })));
}

/** Writes what is waiting, traces too: for whoever reads them at once. */
export async function flushEvents(): Promise<void> {
  await Promise.all([later.flush(), flushTraces()]);
}

const columns = `event_id as "eventId", account_id as "accountId", email_id as "emailId", submission_id as "submissionId",
  queue_id as "queueId", trace_id as "traceId", at, type, detail`;

/** Of one queued message, oldest first. */
export function listQueueEvents(queueId: number): Promise<DeliveryEvent[]> {
  return rows(`select ${columns} from delivery_event where queue_id = $1 order by event_id`, [queueId]);
}

/**
 * Of emails and submissions, as far as the account may know: how they came to it, and how what it sent went out. A copy that a program
 * has stored (IMAP APPEND) is known by its Message-ID.
 */
export function listDeliveryEvents({
  accountId,
  emailIds = [],
  submissionIds = [],
}: {
  accountId: number;
  emailIds?: number[];
  submissionIds?: number[];
}): Promise<(DeliveryEvent & { of: number | null })[]> {
  return rows(
    `with sent as (
       select distinct t.trace_id, e.email_id
       from email e join mail_trace t on t.message_id = e.hdr #>> '{messageId,0}' and t.sender_id = e.account_id
       where e.account_id = $1 and e.email_id = any($2))
     select distinct ${columns}, "of" from (
       select d.*, d.email_id as "of" from delivery_event d where d.account_id = $1 and d.email_id = any($2)
       union all
       select d.*, sent.email_id from delivery_event d join sent using (trace_id) where d.account_id = $1 and d.email_id is null
       union all
       select d.*, null from delivery_event d where d.account_id = $1 and d.submission_id = any($3)) found
     order by at, event_id`,
    [accountId, emailIds, submissionIds],
  );
}
