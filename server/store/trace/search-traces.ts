/** Finds where messages went, for administrators. */
import { rows } from '../database.ts';
import type { DeliveryEvent } from '../queue/types.ts';
import type { TraceSource, TraceStatus } from './types.ts';

export interface TraceSearch {
  /** An address, a domain, a Message-ID, a trace id, or words of the subject. */
  text?: string;
  /** Of the sender or the recipient; `@domain` for all of a domain. */
  address?: string;
  messageId?: string;
  since?: Date;
  until?: Date;
  status?: TraceStatus;
  limit?: number;
  /** Those before this one, for the next page. */
  before?: number;
}
export interface Trace {
  traceNo: number;
  traceId: string;
  at: Date;
  changedAt: Date;
  source: TraceSource;
  mailFrom: string;
  rcpt: string;
  messageId: string | null;
  subject: string;
  size: number;
  remote: string | null;
  status: TraceStatus;
  /** The last reply, word for word. */
  reply: string | null;
  accountId: number | null;
  emailId: number | null;
  senderId: number | null;
  queueId: number | null;
}

const columns = `trace_no as "traceNo", trace_id as "traceId", at, changed_at as "changedAt", source, mail_from as "mailFrom", rcpt,
  message_id as "messageId", subject, size, remote, status, reply, account_id as "accountId", email_id as "emailId",
  sender_id as "senderId", queue_id as "queueId"`;

/** Latest first. */
export function searchTraces({ text, address, messageId, since, until, status, before, limit = 100 }: TraceSearch): Promise<Trace[]> {
  const values: unknown[] = [];
  const value = (given: unknown) => `$${values.push(given)}`;
  const conditions: string[] = [];
  // Text of the statement is chosen, values are parameters: each condition can use its index.
  if (text) {
    const exact = value(text.toLowerCase());
    const id = value(bareId(text));
    const part = value(`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`);
    conditions.push(
      `(rcpt = ${exact} or mail_from = ${exact} or message_id = ${id} or trace_id = ${id} or subject ilike ${part}
        or rcpt like '%@' || ${exact} or mail_from like '%@' || ${exact})`,
    );
  }
  if (address) {
    const one = value(address.toLowerCase());
    conditions.push(
      address.startsWith('@') ? `(rcpt like '%' || ${one} or mail_from like '%' || ${one})` : `(rcpt = ${one} or mail_from = ${one})`,
    );
  }
  if (messageId) conditions.push(`message_id = ${value(bareId(messageId))}`);
  if (since) conditions.push(`at >= ${value(since)}`);
  if (until) conditions.push(`at < ${value(until)}`);
  if (status) conditions.push(`status = ${value(status)}`);
  if (before !== undefined) conditions.push(`trace_no < ${value(before)}`);
  const where = conditions.length > 0 ? `where ${conditions.join(' and ')}` : '';
  return rows(`select ${columns} from mail_trace ${where} order by trace_no desc limit ${value(limit)}`, values);
}

const bareId = (text: string): string => text.trim().replace(/^<(.*)>$/, '$1');

/** All that is known of one message: its recipients, and what happened, oldest first. */
export async function readTrace(traceId: string): Promise<{ recipients: Trace[]; events: DeliveryEvent[] }> {
  const [recipients, events] = await Promise.all([
    rows<Trace>(`select ${columns} from mail_trace where trace_id = $1 order by trace_no`, [traceId]),
    rows<DeliveryEvent>(
      `select account_id as "accountId", email_id as "emailId", submission_id as "submissionId", queue_id as "queueId",
         trace_id as "traceId", at, type, detail
       from delivery_event where trace_id = $1 order by at, event_id`,
      [traceId],
    ),
  ]);
  return { recipients, events };
}
