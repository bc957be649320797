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
