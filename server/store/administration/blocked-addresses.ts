/** Addresses that may not sign in, and the failures that made the guard suspect them. */
import { rows } from '../database.ts';

export interface BlockedAddress {
  /** An address, or a network such as `192.0.2.0/24`. */
  network: string;
  reason: string;
  madeBy: string;
  createdAt: Date;
  expiresAt: Date | null;
}
export interface LoginFailures {
  remoteAddress: string;
  failures: number;
  logins: string[];
  lastAt: Date;
}

/** Those that hold now, newest first. */
export function listBlockedAddresses(): Promise<BlockedAddress[]> {
  return rows(
    `select network, reason, made_by as "madeBy", created_at as "createdAt", expires_at as "expiresAt" from blocked_address
     where expires_at is null or expires_at > now() order by created_at desc`,
  );
}

/** What an administrator blocked stays as he said; the guard only lengthens its own. */
export async function blockAddress(wanted: { network: string; reason: string; madeBy: string; expiresAt: Date | null }): Promise<void> {
  const { network, reason, madeBy, expiresAt } = wanted;
  await rows(
    `insert into blocked_address as b (network, reason, made_by, expires_at) values ($1, $2, $3, $4)
     on conflict (network) do update set reason = excluded.reason, made_by = excluded.made_by, expires_at = excluded.expires_at,
       created_at = now() where excluded.made_by <> 'guard' or b.made_by = 'guard' or b.expires_at < now()`,
    [network, reason, madeBy, expiresAt],
  );
}

export async function unblockAddress(network: string): Promise<boolean> {
  return (await rows('delete from blocked_address where network = $1 returning 1', [network])).length > 0;
}

export async function insertLoginFailures(failures: { remoteAddress: string; login: string }[]): Promise<void> {
  await rows('insert into login_failure (remote_address, login) select * from unnest($1::text[], $2::text[])', [
    failures.map(({ remoteAddress }) => remoteAddress),
    failures.map(({ login }) => login.slice(0, 320)),
  ]);
}

/** Of these addresses, since then. */
export async function countLoginFailures(addresses: string[], since: Date): Promise<{ remoteAddress: string; failures: number }[]> {
  return rows(
    `select remote_address as "remoteAddress", count(*) as failures from login_failure
     where remote_address = any($1) and at >= $2 group by 1`,
    [addresses, since],
  );
}

/** By address, the busiest first. */
export function listLoginFailures(since: Date, domains: string[] | null): Promise<LoginFailures[]> {
  return rows(
    `select remote_address as "remoteAddress", count(*) as failures, (array_agg(distinct login))[1:5] as logins, max(at) as "lastAt"
     from login_failure where at >= $1 and ($2::text[] is null or split_part(login, '@', 2) = any($2))
     group by 1 order by 2 desc, 4 desc limit 100`,
    [since, domains],
  );
}

/** Kept for a month. */
export async function forgetLoginFailures(): Promise<number> {
  return (await rows(`delete from login_failure where at < now() - interval '30 days' returning 1`)).length;
}
