/** How the change log is read for JMAP /changes: in order, up to a modseq that no answer may split. */
import type { PoolClient } from 'pg';

export interface Bounds {
  state: number;
  floor: number;
}

/** The account's state and the log's floor; null for no such account. */
export async function boundsOf(client: PoolClient, accountId: number): Promise<Bounds | null> {
  const { rows } = await client.query<Bounds>('select modseq as state, log_floor as floor from account_state where account_id = $1', [
    accountId,
  ]);
  return rows[0] ?? null;
}

/** Can changes since this state be told: the log still reaches back to it, and the state is one that there has been? */
export function reaches({ state, floor }: Bounds, since: number): boolean {
  return Number.isSafeInteger(since) && since >= floor && since <= state;
}

/**
 * The last modseq whose changes fit: `entries` (ascending by modseq) name at most `max` different objects up to it.
 * Null when the first modseq alone holds more than `max`.
 */
export function cutoff(entries: { modseq: number; id: number }[], max: number): { modseq: number; hasMore: boolean } | null {
  const seen = new Set<number>();
  let fits: number | null = null;
  for (const [n, { modseq, id }] of entries.entries()) {
    seen.add(id);
    if (seen.size > max) return fits === null ? null : { modseq: fits, hasMore: true };
    if (entries[n + 1]?.modseq !== modseq) fits = modseq;
  }
  return { modseq: fits ?? 0, hasMore: false };
}
