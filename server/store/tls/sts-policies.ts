/** Policies of MTA-STS that were fetched, shared by all processes. */
import { rows } from '../database.ts';

export interface StoredPolicy {
  domain: string;
  policyId: string;
  mode: 'enforce' | 'testing' | 'none';
  mx: string[];
  body: string;
  fetchedAt: Date;
  expiresAt: Date;
  failedAt: Date | null;
}

export async function getStsPolicy(domain: string): Promise<StoredPolicy | null> {
  const [found] = await rows<StoredPolicy>(
    `select domain, policy_id as "policyId", mode, mx, body, fetched_at as "fetchedAt", expires_at as "expiresAt", failed_at as "failedAt"
     from sts_policy where domain = $1`,
    [domain],
  );
  return found ?? null;
}

export async function putStsPolicy({ domain, policyId, mode, mx, body, fetchedAt, expiresAt }: StoredPolicy): Promise<void> {
  await rows(
    `insert into sts_policy (domain, policy_id, mode, mx, body, fetched_at, expires_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (domain) do update set policy_id = $2, mode = $3, mx = $4, body = $5, fetched_at = $6, expires_at = $7, failed_at = null`,
    [domain, policyId, mode, mx, body, fetchedAt, expiresAt],
  );
}

/** So that it is not tried again at once (RFC 8461 §3.3). A row of a domain that never had a policy says `none`, expired. */
export async function noteStsFailure(domain: string, now: Date): Promise<void> {
  await rows(
    `insert into sts_policy (domain, policy_id, mode, mx, body, fetched_at, expires_at, failed_at) values ($1, '', 'none', '{}', '', $2, $2, $2)
     on conflict (domain) do update set failed_at = $2`,
    [domain, now],
  );
}
