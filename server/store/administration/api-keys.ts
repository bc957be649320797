/** Keys of the admin API: random tokens, found by their SHA-256, each with what it may do and for which domains. */
import type { Outcome } from '../contract.ts';
import { database, rows } from '../database.ts';

export interface ApiKey {
  keyId: number;
  label: string;
  scopes: string[];
  /** Null: the whole server. */
  domains: string[] | null;
  madeBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  usedAt: Date | null;
  usedIp: string | null;
}
const columns = `key_id as "keyId", label, scopes, domains, made_by as "madeBy", created_at as "createdAt", expires_at as "expiresAt",
  used_at as "usedAt", used_ip as "usedIp"`;

export async function createApiKey(wanted: {
  label: string;
  lookup: Buffer;
  scopes: string[];
  domains: string[] | null;
  madeBy: string;
  expiresAt: Date | null;
}): Promise<ApiKey> {
  const { label, lookup, scopes, domains, madeBy, expiresAt } = wanted;
  const text = `insert into api_key (label, lookup, scopes, domains, made_by, expires_at) values ($1, $2, $3, $4, $5, $6) returning ${columns}`;
  const [made] = await rows<ApiKey>(text, [label, lookup, scopes, domains, madeBy, expiresAt]);
  if (!made) throw new Error('the API key was not written');
  return made;
}

/** Those not revoked, newest first; with `domains` only those that are for some of them and no others. */
export function listApiKeys(domains: string[] | null = null): Promise<ApiKey[]> {
  return rows(`select ${columns} from api_key where revoked_at is null and ($1::text[] is null or domains <@ $1) order by key_id desc`, [
    domains,
  ]);
}

export async function getApiKey(keyId: number): Promise<ApiKey | null> {
  return (await rows<ApiKey>(`select ${columns} from api_key where key_id = $1 and revoked_at is null`, [keyId]))[0] ?? null;
}

export async function revokeApiKey(keyId: number): Promise<Outcome<null>> {
  const { rowCount } = await database().pool.query('update api_key set revoked_at = now() where key_id = $1 and revoked_at is null', [
    keyId,
  ]);
  return rowCount ? { ok: true, value: null } : { ok: false, reason: 'notFound' };
}

/** By the SHA-256 of the token; notes the use, at most once a minute. Null when unknown, revoked or expired. */
export async function findApiKey(lookup: Buffer, ip: string): Promise<ApiKey | null> {
  const [found] = await rows<ApiKey & { stale: boolean }>(
    `select ${columns}, coalesce(used_at < now() - interval '1 minute' or used_ip is distinct from $2, true) as stale
     from api_key where lookup = $1 and revoked_at is null and (expires_at is null or expires_at > now())`,
    [lookup, ip],
  );
  if (!found) return null;
  const { stale, ...key } = found;
  if (stale) await rows('update api_key set used_at = now(), used_ip = $2 where key_id = $1', [key.keyId, ip]);
  return key;
}
