/**
 * What scripts remember: senders that had a vacation reply (RFC 5230 §4.2), messages that came before (RFC 7352). An entry is written in
 * the transaction of the delivery it belongs to, so that neither is there without the other, and a restart forgets nothing.
 */
import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { database, rows } from '../database.ts';
import { enqueue } from '../queue/enqueue.ts';
import type { NewQueueMessage } from '../queue/types.ts';

export interface MemoryEntry {
  accountId: number;
  id: Buffer;
  until: Date;
}
/** Sent only when nobody else has remembered the same meanwhile. */
export interface RememberedReply extends MemoryEntry {
  message: NewQueueMessage;
}
export interface MemoryWrites {
  remember: MemoryEntry[];
  replies: RememberedReply[];
}

/** The key of what is remembered, of any words. */
export const memoryId = (...words: string[]): Buffer => createHash('sha256').update(JSON.stringify(words)).digest();

export async function isRemembered(accountId: number, id: Buffer, now: Date): Promise<boolean> {
  return (await rows('select from sieve_memory where account_id = $1 and id = $2 and expires_at > $3', [accountId, id, now])).length > 0;
}

/** Within the transaction. The ids of the messages that were queued. */
export async function writeMemory(client: ClientBase, { remember, replies }: MemoryWrites, now: Date): Promise<number[]> {
  for (const { accountId, id, until } of remember)
    await client.query(
      `insert into sieve_memory (account_id, id, expires_at) values ($1, $2, $3)
       on conflict (account_id, id) do update set expires_at = excluded.expires_at`,
      [accountId, id, until],
    );
  const queued: number[] = [];
  for (const { accountId, id, until, message } of replies) {
    const { rowCount } = await client.query(
      `insert into sieve_memory as m (account_id, id, expires_at) values ($1, $2, $3)
       on conflict (account_id, id) do update set expires_at = excluded.expires_at where m.expires_at <= $4`,
      [accountId, id, until, now],
    );
    if (rowCount) queued.push(...(await enqueue(client, [message], null, now)));
  }
  return queued;
}

/** Returns how many entries had expired. */
export async function forgetExpired(): Promise<number> {
  return (await database().pool.query('delete from sieve_memory where expires_at < now()')).rowCount ?? 0;
}
