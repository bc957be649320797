/** The queue as an administrator sees and handles it. */
import { inTransaction, rows } from '../database.ts';
import { announce } from '../push/announce.ts';
import { touchSubmission } from './insert-submission.ts';
import { recipientStates, type RecipientState } from './types.ts';
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
       r.last_text as "lastText", r.last_host as "lastHost", r.last_at as "lastAt"
     from queue_rcpt r join queue_message m using (queue_id)
     where r.state in (0, 3) and ($2::bigint is null or r.queue_id = $2) order by r.queue_id, r.rcpt_no limit $1`,
    [limit, queueId ?? null],
  );
  return found.map((row) => ({ ...row, state: recipientStates[row.state] ?? 'pending' }));
}

/** Makes one message, or all, due now; those held are let go. How many recipients. */
export async function retryNow(queueId?: number, now = new Date()): Promise<number> {
  const found = await rows(
    `update queue_rcpt set state = 0, next_at = $2
     where state in (0, 3) and lease_owner is null and ($1::bigint is null or queue_id = $1) returning 1`,
    [queueId ?? null, now],
  );
  if (found.length > 0) wakeQueue();
  return found.length;
}

/** It stays until it is retried or dropped. False when nothing of it was waiting. */
export async function holdMessage(queueId: number): Promise<boolean> {
  const found = await rows('update queue_rcpt set state = 3 where queue_id = $1 and state = 0 and lease_owner is null returning 1', [
    queueId,
  ]);
  return found.length > 0;
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
      where queue_id = $1 and state in (0, 3)`;
    const { rowCount } = await client.query(text, [queueId, now]);
    if (!rowCount) return null;
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
