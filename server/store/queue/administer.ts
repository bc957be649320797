/** The queue as an administrator sees and handles it. */
import type pg from 'pg';
import { inTransaction, rows } from '../database.ts';
import { announce } from '../push/announce.ts';
import { touchSubmission } from './insert-submission.ts';
import type { TraceStatus } from '../trace/types.ts';
import { insertEvents } from './delivery-events.ts';
import { recipientStates, type DeliveryEventDetail, type RecipientState } from './types.ts';
import { wakeQueue } from './wake.ts';

/** One recipient of one message that has not left the queue. */
export interface QueueEntry {
  queueId: number;
  rcptNo: number;
  mailFrom: string;
  recipient: string;
  domain: string;
  subject: string;
  size: number;
  state: RecipientState;
  attempts: number;
  createdAt: Date;
  /** When it is tried next; null while it is held or being tried. */
  nextAt: Date | null;
  expiresAt: Date;
  /** A worker has it in hand. */
  active: boolean;
  priority: number;
  traceId: string | null;
  /** Where an administrator sends it. */
  route: string | null;
  lastCode: number | null;
  lastStatus: string | null;
  lastText: string | null;
  lastHost: string | null;
  lastAt: Date | null;
}

/** Oldest message first. */
export async function listQueue({ limit = 500, queueId }: { limit?: number; queueId?: number } = {}): Promise<QueueEntry[]> {
  const found = await rows<Omit<QueueEntry, 'state'> & { state: number }>(
    `select r.queue_id as "queueId", r.rcpt_no as "rcptNo", m.mail_from as "mailFrom", r.rcpt as recipient, r.domain, m.subject, m.size,
       r.state, r.attempts, m.created_at as "createdAt", case when r.state = 0 and r.lease_owner is null then r.next_at end as "nextAt",
       m.expires_at as "expiresAt", r.lease_owner is not null as active, r.last_code as "lastCode", r.last_status as "lastStatus",
       r.last_text as "lastText", r.last_host as "lastHost", r.last_at as "lastAt", r.priority, m.trace_id as "traceId",
       regexp_replace(r.route, ':[^:@/]*@', ':…@') as route
     from queue_rcpt r join queue_message m using (queue_id)
     where r.state in (0, 3) and ($2::bigint is null or r.queue_id = $2) order by r.queue_id, r.rcpt_no limit $1`,
    [limit, queueId ?? null],
  );
  return found.map((row) => ({ ...row, state: recipientStates[row.state] ?? 'pending' }));
}

/** Makes one message, or all, due now; those held are let go, destinations that were left alone are tried. How many recipients. */
export async function retryNow(queueId?: number, now = new Date()): Promise<number> {
  const count = await inTransaction(async (client) => {
    const { rows: changed } = await client.query<Changed & { domain: string; held: boolean }>(
      `update queue_rcpt r set state = 0, next_at = $2 from (
         select queue_id, rcpt_no, state = 3 as held from queue_rcpt
         where state in (0, 3) and lease_owner is null and ($1::bigint is null or queue_id = $1) for update) old
       where r.queue_id = old.queue_id and r.rcpt_no = old.rcpt_no
       returning r.queue_id as "queueId", r.rcpt, r.domain, old.held`,
      [queueId ?? null, now],
    );
    await client.query('update destination set dead_until = null where domain = any($1)', [
      [...new Set(changed.map(({ domain }) => domain))],
    ]);
    const held = changed.filter((one) => one.held);
    await tell(client, held, { type: 'released', status: 'queued', detail: {} }, now);
    return changed.length;
  });
  if (count > 0) wakeQueue();
  return count;
}

/** It stays until it is retried or dropped. False when nothing of it was waiting. */
export function holdMessage(queueId: number, now = new Date()): Promise<boolean> {
  return change(queueId, 'state = 3', [], { type: 'held', status: 'held', detail: {} }, now);
}

/** From now on it goes to that host, as in SMTP_ROUTES, whatever DNS says; null: as usual. It is due at once. */
export async function rerouteMessage(queueId: number, route: string | null, now = new Date()): Promise<boolean> {
  const shown = route?.replace(/:[^:@/]*@/, ':…@') ?? null;
  const news = { type: 'rerouted', status: 'queued', detail: { route: shown } } as const;
  const done = await change(queueId, 'state = 0, route = $2, next_at = $3', [route, now], news, now);
  if (done) wakeQueue();
  return done;
}

/** Higher goes first; 0 is the usual. */
export function prioritiseMessage(queueId: number, priority: number, now = new Date()): Promise<boolean> {
  return change(queueId, 'priority = $2', [priority], { type: 'prioritised', status: null, detail: { priority } }, now);
}

interface Changed {
  queueId: number;
  rcpt: string;
}
interface News {
  type: string;
  /** Null: the status stays. */
  status: TraceStatus | null;
  detail: DeliveryEventDetail;
}

/** All recipients of a message that wait or are held, and are not being tried. `set` is text of ours. */
function change(queueId: number, set: string, values: unknown[], news: News, now: Date): Promise<boolean> {
  return inTransaction(async (client) => {
    const { rows: changed } = await client.query<Changed>(
      `update queue_rcpt set ${set} where queue_id = $1 and state in (0, 3) and lease_owner is null returning queue_id as "queueId", rcpt`,
      [queueId, ...values],
    );
    await tell(client, changed, news, now);
    return changed.length > 0;
  });
}

/** In the timeline of each message, and in what administrators search. */
async function tell(client: pg.ClientBase, changed: Changed[], { type, status, detail }: News, now: Date): Promise<void> {
  if (changed.length === 0) return;
  const { rows: messages } = await client.query<{
    queueId: number;
    accountId: number | null;
    submissionId: number | null;
    traceId: string | null;
  }>(
    `select queue_id as "queueId", account_id as "accountId", submission_id as "submissionId", trace_id as "traceId"
     from queue_message where queue_id = any($1)`,
    [[...new Set(changed.map(({ queueId }) => queueId))]],
  );
  if (status)
    await client.query(
      `update mail_trace t set status = $3, changed_at = $4 from unnest($1::bigint[], $2::text[]) as v(queue_id, rcpt)
       where t.queue_id = v.queue_id and t.rcpt = v.rcpt`,
      [changed.map(({ queueId }) => queueId), changed.map(({ rcpt }) => rcpt.toLowerCase()), status, now],
    );
  await insertEvents(
    client,
    messages.map((message) => ({ ...message, emailId: null, type, detail, at: now })),
  );
}

/** It leaves the queue without a notice; an attempt under way comes to its end, and its result is not recorded. */
export async function dropMessage(queueId: number, now = new Date()): Promise<boolean> {
  const owner = (
    await rows<{ accountId: number | null; submissionId: number | null }>(
      'select account_id as "accountId", submission_id as "submissionId" from queue_message where queue_id = $1',
      [queueId],
    )
  )[0];
  const dropped = await inTransaction(async (client) => {
    if (owner?.accountId) await client.query('select 1 from account_state where account_id = $1 for update', [owner.accountId]);
    const text = `update queue_rcpt set state = 4, lease_owner = null, done_at = $2, last_text = coalesce(last_text, 'dropped by an administrator')
      where queue_id = $1 and state in (0, 3) returning queue_id as "queueId", rcpt`;
    const { rows: changed } = await client.query<Changed>(text, [queueId, now]);
    if (changed.length === 0) return null;
    await tell(client, changed, { type: 'dropped', status: 'dropped', detail: {} }, now);
    if (!owner?.accountId || !owner.submissionId) return 0;
    return touchSubmission(client, { accountId: owner.accountId, submissionId: owner.submissionId, undoStatus: 'final' });
  });
  if (dropped && owner?.accountId) announce(owner.accountId, dropped);
  return dropped !== null;
}

/** Removes what is done for long: the timeline stays. */
export async function forgetDone(before: Date): Promise<number> {
  const found = await rows(
    `with gone as (
       delete from queue_message m where created_at < $1
         and not exists (select 1 from queue_rcpt r where r.queue_id = m.queue_id and (r.state in (0, 3) or r.done_at >= $1))
       returning queue_id)
     delete from queue_rcpt r using gone where r.queue_id = gone.queue_id returning 1`,
    [before],
  );
  return found.length;
}
