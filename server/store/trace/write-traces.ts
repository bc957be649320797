/** Writes traces: within the transaction of what happened, or collected and written together a moment later. */
import type pg from 'pg';
import type { Delivered, DeliverItem } from '../contract.ts';
import { database, inLazyTransaction } from '../database.ts';
import { NoteLater } from '../note-later.ts';
import { storable } from '../storable.ts';
import type { NewTrace } from './types.ts';

export async function insertTraces(client: pg.ClientBase | pg.Pool, traces: NewTrace[]): Promise<void> {
  if (traces.length === 0) return;
  // Bare pg: one statement for all rows, in the caller's transaction.
  const text = `insert into mail_trace (trace_id, source, mail_from, rcpt, message_id, subject, size, remote, account_id, email_id,
      sender_id, queue_id, status, reply)
    select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[], $9::int[],
      $10::bigint[], $11::int[], $12::bigint[], $13::text[], $14::text[])`;
  const column = <T>(of: (trace: NewTrace) => T) => traces.map(of);
  const words = (value: string | null, most: number) => value && storable(value).slice(0, most);
  await client.query(text, [
    ...[column(({ traceId }) => traceId), column(({ source }) => source)],
    column(({ mailFrom }) => storable(mailFrom).toLowerCase()),
    column(({ rcpt }) => storable(rcpt).toLowerCase()),
    ...[column(({ messageId }) => words(messageId, 998)), column(({ subject }) => words(subject, 500))],
    ...[column(({ size }) => size), column(({ remote }) => remote), column(({ accountId }) => accountId)],
    ...[column(({ emailId }) => emailId), column(({ senderId }) => senderId), column(({ queueId }) => queueId)],
    ...[column(({ status }) => status), column(({ reply }) => words(reply, 2000))],
  ]);
}

const later = new NoteLater<NewTrace>((traces) => inLazyTransaction((client) => insertTraces(client, traces)));

/** Beside group-committed deliveries and refusals. */
export function noteTraces(traces: NewTrace[]): void {
  later.note(traces);
}

export function flushTraces(): Promise<void> {
  return later.flush();
}

/** What was delivered into accounts here. What came out of the queue has its rows already. */
export function deliveredTraces(items: DeliverItem[], delivered: Delivered[]): NewTrace[] {
  return items.flatMap(({ trace, rendered, accountId }, index) => {
    const { emailId, already } = delivered[index] ?? { already: true };
    if (!trace || trace.recorded || already || emailId === undefined) return [];
    const { origin, rcpt } = trace;
    const { messageId, subject, size } = rendered;
    const of = { ...origin, rcpt, messageId, subject, size, accountId, emailId };
    return [{ ...of, queueId: null, status: 'delivered' as const, reply: null }];
  });
}

/** After `before` nothing is known of older mail. Returns how many rows went. */
export async function forgetTraces(before: Date): Promise<number> {
  const { pool } = database();
  const traces = await pool.query('delete from mail_trace where at < $1 and changed_at < $1', [before]);
  const events = await pool.query('delete from delivery_event where at < $1', [before]);
  return (traces.rowCount ?? 0) + (events.rowCount ?? 0);
}
