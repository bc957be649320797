/** Fetching: which account is due, what was read of it already, and how it went. One process at a time has an account, by a lease. */
import { database, rows } from '../database.ts';
import type { FetchedAccount, FetchProblem } from './fetched-accounts.ts';

/** How far a folder has been read: UIDs below `next` are done, as long as it is the same folder (RFC 9051 §2.3.1.1). */
export interface FetchMark {
  uidvalidity: string;
  next: number;
}
export interface DueFetch extends Pick<
  FetchedAccount,
  'fetchId' | 'protocol' | 'host' | 'port' | 'security' | 'login' | 'folder' | 'mailboxId' | 'leave' | 'everyMinutes' | 'failures'
> {
  accountId: number;
  secret: Buffer;
  mark: FetchMark | null;
}
const leaseMinutes = 10;

export function claimFetches(most: number): Promise<DueFetch[]> {
  return rows(
    `update fetched_account f set lease_until = now() + interval '${leaseMinutes} minutes'
     from (select account_id, fetch_id from fetched_account
           where enabled and next_at <= now() and coalesce(lease_until < now(), true)
           order by next_at limit $1 for update skip locked) due
     where f.account_id = due.account_id and f.fetch_id = due.fetch_id
     returning f.account_id as "accountId", f.fetch_id as "fetchId", protocol, host, port, security, login, secret, folder,
       mailbox_id as "mailboxId", leave, every_minutes as "everyMinutes", mark, failures`,
    [most],
  );
}

/** POP3: what was taken. IMAP: what was taken and has still to go there. */
export async function knownUids({ accountId, fetchId }: Pick<DueFetch, 'accountId' | 'fetchId'>): Promise<Set<string>> {
  const found = await rows<{ uid: string }>('select uid from fetched_uid where account_id = $1 and fetch_id = $2', [accountId, fetchId]);
  return new Set(found.map(({ uid }) => uid));
}

/**
 * Messages are in the mailbox: they are not to be asked for again. Should this process die before it says so, the import of the same
 * octets into the same mailbox is nothing the second time (f_deliver, onceByBlob).
 */
export async function noteFetched(
  { accountId, fetchId }: Pick<DueFetch, 'accountId' | 'fetchId'>,
  done: { count: number; mark?: FetchMark; uids?: string[] },
): Promise<void> {
  await database().pool.query(
    `with noted as (
       insert into fetched_uid (account_id, fetch_id, uid)
       select $1, $2, uid from unnest($5::text[]) as uid where exists (select from fetched_account where account_id = $1 and fetch_id = $2)
       on conflict do nothing)
     update fetched_account set fetched = fetched + $3, mark = coalesce($4::jsonb, mark), lease_until = now() + interval '${leaseMinutes} minutes'
     where account_id = $1 and fetch_id = $2`,
    [accountId, fetchId, done.count, done.mark ? JSON.stringify(done.mark) : null, done.uids ?? []],
  );
}

/** IMAP: these are gone there, or may stay. */
export async function forgetFetched({ accountId, fetchId }: Pick<DueFetch, 'accountId' | 'fetchId'>, uids: string[]): Promise<void> {
  await database().pool.query('delete from fetched_uid where account_id = $1 and fetch_id = $2 and uid = any($3::text[])', [
    ...[accountId, fetchId, uids],
  ]);
}

export interface FetchOutcome {
  problem: FetchProblem | null;
  nextAt: Date;
  /** All of it is here: it is not looked at again by itself. */
  isComplete?: boolean;
  /** POP3: what is on the server there now; other uids need not be remembered. */
  present?: string[];
}

/** A change of its settings meanwhile has set `next_at` itself: then that stays. */
export async function finishFetch(due: Pick<DueFetch, 'accountId' | 'fetchId'>, startedAt: Date, outcome: FetchOutcome): Promise<void> {
  await database().pool.query(
    `update fetched_account set lease_until = null, last_at = now(), problem = $3,
       failures = case when $3::jsonb is null then 0 else failures + 1 end,
       next_at = case when next_at > $5 then next_at else $4 end, enabled = enabled and not $6
     where account_id = $1 and fetch_id = $2`,
    [
      due.accountId,
      due.fetchId,
      outcome.problem ? JSON.stringify(outcome.problem) : null,
      outcome.nextAt,
      startedAt,
      outcome.isComplete ?? false,
    ],
  );
  if (outcome.present)
    await database().pool.query('delete from fetched_uid where account_id = $1 and fetch_id = $2 and uid <> all($3::text[])', [
      due.accountId,
      due.fetchId,
      outcome.present,
    ]);
}
