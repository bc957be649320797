/** What came of TLS with other servers, counted by day: what TLS-RPT reports are made from (RFC 8460 §4). */
import { rows } from '../database.ts';

export interface TlsSession {
  domain: string;
  policyType: 'tlsa' | 'sts' | 'no-policy-found';
  mxHost: string;
  receivingAddress: string;
  /** `successful`, or a result type of RFC 8460 §4.3. */
  result: string;
  policyStrings: string[];
  mxPatterns: string[];
}
export interface TlsResultRow extends TlsSession {
  /** `2026-11-21`, UTC. */
  day: string;
  sessions: number;
}

export async function countTlsSession(session: TlsSession, now: Date): Promise<void> {
  const { domain, policyType, mxHost, receivingAddress, result, policyStrings, mxPatterns } = session;
  await rows(
    `insert into tls_result as t (day, domain, policy_type, mx_host, receiving_address, result, policy_strings, mx_patterns)
     values (($1::timestamptz at time zone 'UTC')::date, $2, $3, $4, $5, $6, $7, $8)
     on conflict (day, domain, policy_type, mx_host, receiving_address, result)
       do update set sessions = t.sessions + 1, policy_strings = $7, mx_patterns = $8`,
    [now, domain, policyType, mxHost, receivingAddress, result, policyStrings, mxPatterns],
  );
}

/** Of one day (`2026-11-21`), of one domain or all. */
export function listTlsResults(day: string, domain: string | null = null): Promise<TlsResultRow[]> {
  return rows(
    `select day::text, domain, policy_type as "policyType", mx_host as "mxHost", receiving_address as "receivingAddress", result,
       policy_strings as "policyStrings", mx_patterns as "mxPatterns", sessions
     from tls_result where day = $1::date and ($2::text is null or domain = $2) order by domain, policy_type, mx_host, result`,
    [day, domain],
  );
}

/** Before that day. */
export async function forgetTlsResults(before: Date): Promise<number> {
  return (await rows('delete from tls_result where day < $1::date returning 1', [before.toISOString().slice(0, 10)])).length;
}
