/** Takes recipients that are due, under a lease that expires: a worker that dies loses nothing. */
import { rows } from '../database.ts';
import type { ClaimedRecipient } from './types.ts';

/** Of `queue_rcpt r` and `queue_message m`. */
export const claimedColumns = `r.queue_id as "queueId", r.rcpt_no as "rcptNo", r.rcpt, r.domain, r.attempts, r.notify, r.orcpt,
       m.account_id as "accountId", m.submission_id as "submissionId", m.mail_from as "mailFrom", m.blob, m.prefix, m.size, m.smtputf8,
       m.subject, m.created_at as "createdAt", m.expires_at as "expiresAt", m.delay_notice_at as "delayNoticeAt",
       m.ret, m.env_id as "envId", m.require_tls as "requireTls", m.relax_tls as "relaxTls", m.trace_id as "traceId", r.route`;

/** At most `limit`, what is urgent first, then oldest due first, none of the domains that have enough in hand. Two workers never get the same. */
export function claimDue({
  owner,
  now,
  leaseMs,
  limit,
  busyDomains = [],
}: {
  owner: string;
  now: Date;
  leaseMs: number;
  limit: number;
  busyDomains?: string[];
}): Promise<ClaimedRecipient[]> {
  // Bare pg: FOR UPDATE SKIP LOCKED has no counterpart in Prisma.
  return rows(
    `with due as (
       select queue_id, rcpt_no from queue_rcpt
       where state = 0 and next_at <= $1 and domain <> all($5)
         -- A living worker's leases are its own, whatever this clock says: it holds the lock of its name (liveness.ts).
         and (lease_owner is null or lease_owner = $2 or not exists (
           select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
             and classid::bigint = ('x' || substr(replace(lease_owner::text, '-', ''), 1, 8))::bit(32)::bigint
             and objid::bigint = ('x' || substr(replace(lease_owner::text, '-', ''), 9, 8))::bit(32)::bigint))
       order by priority desc, next_at limit $4 for update skip locked)
     update queue_rcpt r set lease_owner = $2, next_at = $1::timestamptz + $3 * interval '1 millisecond'
     from due, queue_message m
     where r.queue_id = due.queue_id and r.rcpt_no = due.rcpt_no and m.queue_id = r.queue_id
     returning ${claimedColumns}`,
    [now, owner, leaseMs, limit, busyDomains],
  );
}

/** While a peer is slow, of what is still in hand: what is not any more, and was never told of, is claimed again when its lease ends. */
export async function renewLeases({
  owner,
  now,
  leaseMs,
  held,
}: {
  owner: string;
  now: Date;
  leaseMs: number;
  held: Pick<ClaimedRecipient, 'queueId' | 'rcptNo'>[];
}): Promise<number> {
  const found = await rows(
    `update queue_rcpt r set next_at = $2::timestamptz + $3 * interval '1 millisecond'
     from unnest($4::bigint[], $5::int[]) as held(queue_id, rcpt_no)
     where r.queue_id = held.queue_id and r.rcpt_no = held.rcpt_no and r.state = 0 and r.lease_owner = $1 returning 1`,
    [owner, now, leaseMs, held.map(({ queueId }) => queueId), held.map(({ rcptNo }) => rcptNo)],
  );
  return found.length;
}

/** At a clean stop: others may go on at once. */
export async function releaseLeases(owner: string, now: Date): Promise<void> {
  await rows('update queue_rcpt set next_at = $2, lease_owner = null where state = 0 and lease_owner = $1', [owner, now]);
}
