/** Email/changes (RFC 8621 §4.3) and Thread/changes (§3.2) from the change log. */
import type { PoolClient } from 'pg';
import type { ChangeSet } from '../contract.ts';
import { inSnapshot } from '../database.ts';
import { boundsOf, cutoff, reaches } from './change-log.ts';
import { isThere } from './emails.ts';

interface Entry {
  modseq: number;
  id: number;
  thread: number;
  kind: number;
}
const kindCreated = 1;
const kindEntered = 4;
const kindDestroyed = 5;

export function emailChanges(accountId: number, since: number, max = Number.MAX_SAFE_INTEGER): Promise<ChangeSet | 'cannotCalculate'> {
  return inSnapshot(async (client) => {
    const bounds = await boundsOf(client, accountId);
    if (!bounds || !reaches(bounds, since)) return 'cannotCalculate';
    const entries = await read(client, accountId, since, [1, 2, 3, 4, 5, 6], max);
    const end = cutoff(entries, max);
    if (!end) return 'cannotCalculate';
    const set = empty(since, bounds.state, end);
    for (const [id, fate] of fates(entries, end.modseq)) {
      if (fate.before && fate.after) set.updated.push(id);
      else if (fate.after) set.created.push(id);
      else if (fate.before) set.destroyed.push(id); // came and went within the window: not told at all (RFC 8620 §5.2)
    }
    return set;
  });
}

/** A thread changes when an email comes to it or leaves it for good; moves between mailboxes and flags leave it as it is. */
export function threadChanges(accountId: number, since: number, max = Number.MAX_SAFE_INTEGER): Promise<ChangeSet | 'cannotCalculate'> {
  return inSnapshot(async (client) => {
    const bounds = await boundsOf(client, accountId);
    if (!bounds || !reaches(bounds, since)) return 'cannotCalculate';
    const entries = await read(client, accountId, since, [1, 5, 6], max);
    const end = cutoff(
      entries.map(({ modseq, thread }) => ({ modseq, id: thread })),
      max,
    );
    if (!end) return 'cannotCalculate';
    const within = entries.filter(({ modseq }) => modseq <= end.modseq);
    const created = new Set([...fates(within, end.modseq)].filter(([, fate]) => !fate.before).map(([id]) => id));
    const now = await emailsOf(client, accountId, [...new Set(within.map(({ thread }) => thread))]);
    const set = empty(since, bounds.state, end);
    for (const thread of new Set(within.map((entry) => entry.thread))) {
      const emails = now.get(thread) ?? [];
      const own = within.filter((entry) => entry.thread === thread);
      const merged = new Set(own.filter(({ kind }) => kind === 6).map(({ id }) => id));
      const signs = [...emails.filter((id) => !merged.has(id)), ...own.filter(({ kind }) => kind !== 6).map(({ id }) => id)];
      // A thread that another one swallowed is in the log, and nothing is left of it.
      const before = signs.some((id) => !created.has(id)) || emails.length + signs.length === 0;
      if (before && emails.length > 0) set.updated.push(thread);
      else if (emails.length > 0) set.created.push(thread);
      else if (before) set.destroyed.push(thread);
    }
    return set;
  });
}

/** Enough of the log to find the cut: reads on until more than `max` objects are seen, or the end. */
async function read(client: PoolClient, accountId: number, since: number, kinds: number[], max: number): Promise<Entry[]> {
  const page = 5000;
  const entries: Entry[] = [];
  const seen = new Set<number>();
  let after: unknown[] = [since, 2 ** 31 - 1, 2 ** 31 - 1];
  for (;;) {
    const { rows } = await client.query<Entry & { mailbox: number; uid: number }>(
      `select modseq, email_id as id, thread_id as thread, kind, mailbox_id as mailbox, uid from change_log
       where account_id = $1 and (modseq, mailbox_id, uid) > ($2, $3, $4) and kind = any($5)
       order by modseq, mailbox_id, uid limit $6`,
      [accountId, ...after, kinds, page],
    );
    for (const row of rows) {
      entries.push(row);
      seen.add(row.id);
    }
    const last = rows.at(-1);
    if (!last || rows.length < page || seen.size > max + page) return entries;
    after = [last.modseq, last.mailbox, last.uid];
  }
}

/** Was each email there before the window, and after it? */
function fates(entries: Entry[], until: number): Map<number, { before: boolean; after: boolean }> {
  const first = new Map<number, number>();
  const [births, deaths] = [new Map<number, number>(), new Map<number, number>()];
  for (const { modseq, id, kind } of entries) {
    if (modseq > until) break;
    if (!first.has(id)) first.set(id, modseq);
    if (kind === kindCreated || kind === kindEntered) births.set(id, modseq);
    if (kind === kindDestroyed) deaths.set(id, modseq);
  }
  // Created with its first change of the window; a later one is its return from the past (store/past).
  const created = new Set(entries.filter(({ kind, id, modseq }) => kind === kindCreated && first.get(id) === modseq).map(({ id }) => id));
  return new Map(
    [...first.keys()].map((id) => {
      const died = deaths.get(id);
      return [id, { before: !created.has(id), after: died === undefined || (births.get(id) ?? 0) > died }];
    }),
  );
}

async function emailsOf(client: PoolClient, accountId: number, threads: number[]): Promise<Map<number, number[]>> {
  const { rows } = await client.query<{ thread: number; id: number }>(
    `select thread_id as thread, email_id as id from email e where account_id = $1 and thread_id = any($2) and ${isThere}`,
    [accountId, threads],
  );
  const found = new Map<number, number[]>();
  for (const { thread, id } of rows) found.set(thread, [...(found.get(thread) ?? []), id]);
  return found;
}

function empty(oldState: number, state: number, end: { modseq: number; hasMore: boolean }): ChangeSet {
  return { oldState, newState: end.hasMore ? end.modseq : state, hasMore: end.hasMore, created: [], updated: [], destroyed: [] };
}
