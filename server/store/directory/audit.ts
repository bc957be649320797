/** Who did what, for administrators. Never a password, never the text of a message. */
import { database, rows } from '../database.ts';

export interface AuditEntry {
  seq: number;
  at: Date;
  accountId: number | null;
  actor: string;
  action: string;
  ip: string | null;
  detail: Record<string, unknown> | null;
}

/** `actor` is a log-in or `command line`; `action` is `object.verb`. A numeric `accountId` in the detail is also the row's. */
export async function audit(actor: string, action: string, detail: Record<string, unknown> = {}, ip?: string | null): Promise<void> {
  const accountId = typeof detail.accountId === 'number' ? detail.accountId : null;
  await database().pool.query('insert into audit_log (account_id, actor, action, ip, detail) values ($1, $2, $3, $4, $5)', [
    accountId,
    actor,
    action,
    ip ?? null,
    JSON.stringify(detail),
  ]);
}

/** Newest first; `before` is the `seq` of the last one of the page before. */
export function listAudit({ limit = 100, before }: { limit?: number; before?: number } = {}): Promise<AuditEntry[]> {
  return rows(
    `select seq, at, account_id as "accountId", actor, action, ip, detail from audit_log
     where $2::bigint is null or seq < $2 order by seq desc limit $1`,
    [limit, before ?? null],
  );
}

/** As `listAudit`, searched; with `domains`, what people of them did, and what was done to them. */
export function searchAudit(request: {
  text?: string | undefined;
  action?: string | undefined;
  before?: number | undefined;
  domains: string[] | null;
  limit: number;
}): Promise<AuditEntry[]> {
  const { text = '', action = '', before, domains, limit } = request;
  const like = (part: string) => part.replaceAll(/[\\%_]/g, '\\$&');
  return rows(
    `select seq, at, account_id as "accountId", actor, action, ip, detail from audit_log
     where ($2::bigint is null or seq < $2) and ($3 = '' or action like $4)
       and ($5 = '' or actor ilike $6 or action ilike $6 or ip ilike $6 or detail::text ilike $6)
       and ($7::text[] is null or split_part(actor, '@', 2) = any($7) or
         (detail -> 'domains' is not null and detail -> 'domains' <@ to_jsonb($7::text[])))
     order by seq desc limit $1`,
    [limit, before ?? null, action, `${like(action)}%`, text, `%${like(text)}%`, domains],
  );
}
