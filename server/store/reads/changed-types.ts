/** Which kinds of things have changed since a state: push tells of nothing else. */
import type { ObjectType } from './object-changes.ts';
import { inSnapshot } from '../database.ts';
import { boundsOf, reaches } from './change-log.ts';

export interface ChangedTypes {
  state: number;
  /** Some email or its place. */
  emails: boolean;
  /** Mail has come into the account. */
  delivered: boolean;
  /** Emails came, went for good, or changed their conversation. */
  threads: boolean;
  /** The number of an object_log type. */
  objects: Set<ObjectType>;
}

/** `unknown`: the state is none of ours, or the log does not reach back to it. */
export function changedTypes(accountId: number, since: number): Promise<ChangedTypes | { state: number; unknown: true }> {
  return inSnapshot(async (client) => {
    const bounds = await boundsOf(client, accountId);
    if (!bounds || !reaches(bounds, since)) return { state: bounds?.state ?? 0, unknown: true };
    const { rows } = await client.query<{ kinds: number[]; delivered: boolean; objects: ObjectType[] }>(
      `select array(select distinct kind::int from change_log where account_id = $1 and modseq > $2) as kinds,
         -- with old flags it is back from the past, not new
         exists (select from change_log where account_id = $1 and modseq > $2 and kind = 1 and old_flags is null) as delivered,
         array(select distinct type::int from object_log where account_id = $1 and modseq > $2) as objects`,
      [accountId, since],
    );
    const kinds = new Set(rows[0]?.kinds);
    return {
      state: bounds.state,
      emails: kinds.size > 0,
      delivered: rows[0]?.delivered === true,
      threads: [1, 5, 6].some((kind) => kinds.has(kind)),
      objects: new Set(rows[0]?.objects),
    };
  });
}
