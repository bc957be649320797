/** The timeline of a message, received or sent. */
import type pg from 'pg';
import { database, rows } from '../database.ts';
import type { DeliveryEvent, NewDeliveryEvent } from './types.ts';

const flushMs = 100;
let waiting: NewDeliveryEvent[] = [];
let timer: NodeJS.Timeout | undefined;

/** In the transaction of what happened. */
export async function insertEvents(client: pg.ClientBase | pg.Pool, events: NewDeliveryEvent[]): Promise<void> {
  if (events.length === 0) return;
  // Prisma's createMany would need a connection of its own, outside this transaction.
  const text = `insert into delivery_event (account_id, email_id, submission_id, queue_id, type, detail)
    select * from unnest($1::int[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::jsonb[])`;
  await client.query(text, [
    events.map(({ accountId }) => accountId),
    events.map(({ emailId }) => emailId),
    events.map(({ submissionId }) => submissionId),
    events.map(({ queueId }) => queueId),
    events.map(({ type }) => type),
    events.map(({ detail }) => JSON.stringify(detail).replaceAll('\\u0000', '\\ufffd')),
  ]);
}

/** Beside group-committed deliveries: collected, and written together a moment later. A crash may lose the last ones, never mail. */
export function noteEvents(events: NewDeliveryEvent[]): void {
  waiting.push(...events);
  timer ??= setTimeout(() => {
    flushEvents().catch(() => undefined);
  }, flushMs).unref();
}

/** Writes what is waiting; at the end of a process, and in tests. */
export async function flushEvents(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const batch = waiting;
  waiting = [];
  await insertEvents(database().pool, batch);
}

/** Of one email or one queued message, oldest first. */
export function listDeliveryEvents(of: { accountId: number; emailId: number } | { queueId: number }): Promise<DeliveryEvent[]> {
  const byQueue = 'queueId' in of;
  return rows(
    `select account_id as "accountId", email_id as "emailId", submission_id as "submissionId", queue_id as "queueId", at, type, detail
     from delivery_event where ${byQueue ? 'queue_id = $1' : 'account_id = $1 and email_id = $2'} order by event_id`,
    byQueue ? [of.queueId] : [of.accountId, of.emailId],
  );
}
