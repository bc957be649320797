/** Mail that is held for an administrator: neither delivered nor lost. */
import type pg from 'pg';
import type { BlobRef } from '../contract.ts';
import { inTransaction, rows } from '../database.ts';
import { storable } from '../storable.ts';

export interface QuarantineReason {
  name: string;
  points: number;
  text: string;
}
export interface NewQuarantined {
  mailFrom: string;
  /** As the sender wrote them. */
  rcpts: string[];
  accountIds: number[];
  /** Addresses elsewhere that an alias would have sent it on to. */
  remote: string[];
  author: string;
  subject: string;
  blob: BlobRef;
  prefix: Buffer;
  smtputf8: boolean;
  /** RFC 8689. */
  requireTls?: boolean;
  score: number;
  reasons: QuarantineReason[];
  expiresAt: Date;
  /** Under which administrators find it. */
  traceId: string;
}
export interface Quarantined extends Omit<NewQuarantined, 'blob'> {
  quarantineId: number;
  at: Date;
  blob: Buffer;
  size: number;
}

export function putQuarantined(held: NewQuarantined): Promise<number> {
  const { mailFrom, rcpts, accountIds, remote, author, subject, blob, prefix, smtputf8, score, reasons, expiresAt, traceId } = held;
  const { requireTls = false } = held;
  return inTransaction(async (client) => {
    // The blob's row is touched in the same transaction: see collect-blobs.ts.
    await client.query('update blob set touched_at = now() where sha256 = $1', [blob.sha256]);
    const { rows: made } = await client.query<{ id: number }>(
      `insert into quarantine (mail_from, rcpts, account_ids, remote, author, subject, size, blob, prefix, smtputf8, score, reasons, expires_at,
         trace_id, require_tls)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning quarantine_id as id`,
      [
        ...[mailFrom, rcpts, accountIds, remote, storable(author), storable(subject), blob.size, blob.sha256, prefix, smtputf8],
        ...[score, storable(JSON.stringify(reasons).replaceAll('\\u0000', '\\ufffd')), expiresAt, traceId, requireTls],
      ],
    );
    return made[0]?.id ?? 0;
  });
}

const columns = `quarantine_id as "quarantineId", at, expires_at as "expiresAt", mail_from as "mailFrom", rcpts,
  account_ids as "accountIds", remote, author, subject, size, blob, prefix, smtputf8, score, reasons, trace_id as "traceId",
  require_tls as "requireTls"`;

/** Newest first; of one account, or of all. */
export function listQuarantined({ accountId, limit = 200 }: { accountId?: number; limit?: number } = {}): Promise<Quarantined[]> {
  return rows(`select ${columns} from quarantine where $1::int is null or $1 = any(account_ids) order by quarantine_id desc limit $2`, [
    accountId ?? null,
    limit,
  ]);
}

export async function getQuarantined(id: number): Promise<Quarantined | null> {
  return (await rows<Quarantined>(`select ${columns} from quarantine where quarantine_id = $1`, [id]))[0] ?? null;
}

/** False when it is no longer there. */
export function deleteQuarantined(id: number): Promise<boolean> {
  return inTransaction((client) => takeOut(client, id, 'dropped'));
}

/** In the caller's transaction, with what administrators read of it. */
export async function takeOut(client: pg.ClientBase, id: number, status: 'delivered' | 'dropped'): Promise<boolean> {
  const { rows: gone } = await client.query<{ traceId: string }>(
    'delete from quarantine where quarantine_id = $1 returning trace_id as "traceId"',
    [id],
  );
  const [one] = gone;
  if (!one) return false;
  await client.query("update mail_trace set status = $2, changed_at = now() where trace_id = $1 and status = 'held'", [
    one.traceId,
    status,
  ]);
  return true;
}

/** One recipient does not want it: it goes when nobody is left. False when it was not held for them. */
export function forsakeQuarantined(id: number, accountId: number): Promise<boolean> {
  return inTransaction(async (client) => {
    const { rowCount } = await client.query(
      'update quarantine set account_ids = array_remove(account_ids, $2) where quarantine_id = $1 and $2 = any(account_ids)',
      [id, accountId],
    );
    await client.query("delete from quarantine where quarantine_id = $1 and account_ids = '{}' and remote = '{}'", [id]);
    return Boolean(rowCount);
  });
}

/** Once an hour. Returns how many went. */
export async function expireQuarantined(): Promise<number> {
  return (await rows('delete from quarantine where expires_at < now() returning quarantine_id')).length;
}
