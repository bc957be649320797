/** What is to be pushed now. A claim is a lease: a process that dies leaves the push to others, and never are two sent at once. */
import { inTransaction, rows } from '../database.ts';

export interface DuePush {
  pushId: number;
  accountId: number;
  url: string;
  p256dh: string | null;
  auth: string | null;
  types: string[] | null;
  /** Given when the verification is what is to be sent. */
  verificationCode: string | null;
  sentState: number;
  /** The account's state now. */
  state: number;
  failures: number;
}

/** Deletes what has expired, or whose credentials are gone; then takes what is due. */
export function claimPushes(limit: number, leaseSeconds: number): Promise<DuePush[]> {
  return inTransaction(async (client) => {
    await client.query(
      `delete from push_subscription p
       where p.expires_at <= now()
         or not exists (select from app_user u join account a using (account_id)
           where u.user_id = p.user_id and u.session_version = p.session_version and u.disabled_at is null and a.disabled_at is null)
         or (p.app_id is not null and not exists (select from app_password w
           where w.app_id = p.app_id and w.revoked_at is null and (w.expires_at is null or w.expires_at > now())))`,
    );
    const { rows: due } = await client.query<DuePush>(
      `with due as (
         select p.push_id, s.modseq from push_subscription p join account_state s using (account_id)
         where p.next_at <= now() and (not p.verification_sent or (p.verified_at is not null and s.modseq > p.sent_state))
         order by p.next_at limit $1 for update of p skip locked
       )
       update push_subscription p set next_at = now() + make_interval(secs => $2) from due where p.push_id = due.push_id
       returning p.push_id as "pushId", p.account_id as "accountId", p.url, p.p256dh, p.auth, p.types,
         case when not p.verification_sent then p.verification_code end as "verificationCode",
         p.sent_state as "sentState", due.modseq as state, p.failures`,
      [limit, leaseSeconds],
    );
    return due;
  });
}

export type PushResult =
  /** Delivered, or nothing that this subscription wants has changed. */
  { kind: 'done'; state: number; waitSeconds: number } | { kind: 'verified' } | { kind: 'failed'; waitSeconds: number } | { kind: 'gone' };

export async function notePush(pushId: number, result: PushResult): Promise<void> {
  switch (result.kind) {
    case 'gone':
      await rows('delete from push_subscription where push_id = $1', [pushId]);
      return;
    case 'done':
      await rows(
        `update push_subscription set sent_state = greatest(sent_state, $2), failures = 0, next_at = now() + make_interval(secs => $3)
         where push_id = $1`,
        [pushId, result.state, result.waitSeconds],
      );
      return;
    case 'verified':
      await rows('update push_subscription set verification_sent = true, failures = 0, next_at = now() where push_id = $1', [pushId]);
      return;
    case 'failed':
      await rows('update push_subscription set failures = failures + 1, next_at = now() + make_interval(secs => $2) where push_id = $1', [
        pushId,
        result.waitSeconds,
      ]);
  }
}
