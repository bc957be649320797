/** Takes recipients that are due, under a lease that expires: a worker that dies loses nothing. */
import { hotRows, rows } from '../database.ts';
import type { ClaimedRecipient } from './types.ts';

/** Of rows `r` of `queue_rcpt` and `m` of `queue_message`, which may be values as well. */
export const claimedColumns = `(r).queue_id as "queueId", (r).rcpt_no as "rcptNo", (r).rcpt, (r).domain, (r).attempts, (r).notify, (r).orcpt,
       (m).account_id as "accountId", (m).submission_id as "submissionId", (m).mail_from as "mailFrom", (m).blob, (m).prefix, (m).size, (m).smtputf8,
       (m).subject, (m).created_at as "createdAt", (m).expires_at as "expiresAt", (m).delay_notice_at as "delayNoticeAt",
       (m).ret, (m).env_id as "envId", (m).require_tls as "requireTls", (m).relax_tls as "relaxTls", (m).trace_id as "traceId", (r).route`;

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
  const until = new Date(now.getTime() + leaseMs);
  return hotRows(claimText, [owner, now, until, limit, busyDomains]);
}

const claimText = `select ${claimedColumns}
  from (select o_rcpt as r, o_message as m from f_claim($1, $2, $3, $4, $5) offset 0) claimed`;

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
