/** Changes of what changes rarely: mailboxes, submissions, identities, settings. */
import type { PoolClient } from 'pg';
import type { ChangeSet } from '../contract.ts';
import { inSnapshot } from '../database.ts';
import { boundsOf, cutoff, reaches } from './change-log.ts';

/** object_log.type: 1 Mailbox, 2 EmailSubmission, 3 Identity, 4 settings, 20 AddressBook, 21 ContactCard, 22 Quota, 23 SieveScript, 24 MaskedAddress. */
export type ObjectType = 1 | 2 | 3 | 4 | 20 | 21 | 22 | 23 | 24;

export interface MailboxChangeSet extends ChangeSet {
  /** 'counts' when nothing but message and thread counts changed (RFC 8621 §2.2). */
  updatedProperties: 'counts' | null;
}

export function objectChanges(
  accountId: number,
  type: ObjectType,
  since: number,
  max = Number.MAX_SAFE_INTEGER,
): Promise<ChangeSet | 'cannotCalculate'> {
  return inSnapshot(async (client) => {
    const bounds = await boundsOf(client, accountId);
    if (!bounds || !reaches(bounds, since)) return 'cannotCalculate';
    const found = changeSet(since, bounds.state, max, await logged(client, accountId, type, since));
    return found?.set ?? 'cannotCalculate';
  });
}

export function mailboxChanges(
  accountId: number,
  since: number,
  max = Number.MAX_SAFE_INTEGER,
): Promise<MailboxChangeSet | 'cannotCalculate'> {
  return inSnapshot(async (client) => {
    const bounds = await boundsOf(client, accountId);
    if (!bounds || !reaches(bounds, since)) return 'cannotCalculate';
    const changes = await logged(client, accountId, 1, since);
    const { rows: counted } = await client.query<{ id: number; modseq: number }>(
      'select mailbox_id as id, modseq from mailbox where account_id = $1 and modseq > $2',
      [accountId, since],
    );
    for (const { id, modseq } of counted) {
      const known = changes.find((change) => change.id === id);
      if (!known) changes.push({ id, modseq, before: true, after: true, countsOnly: true });
      else known.modseq = Math.max(known.modseq, modseq);
    }
    const found = changeSet(since, bounds.state, max, changes);
    if (!found) return 'cannotCalculate';
    const updated = found.within.filter(({ before, after }) => before && after);
    return { ...found.set, updatedProperties: updated.length > 0 && updated.every(({ countsOnly }) => countsOnly) ? 'counts' : null };
  });
}

interface Change {
  id: number;
  /** Of the last change. */
  modseq: number;
  before: boolean;
  after: boolean;
  countsOnly?: boolean;
}

async function logged(client: PoolClient, accountId: number, type: ObjectType, since: number): Promise<Change[]> {
  const { rows } = await client.query<Change>(
    `select object_id as id, max(modseq) as modseq, (array_agg(kind order by modseq, kind))[1] <> 1 as before,
       (array_agg(kind order by modseq desc, kind desc))[1] <> 3 as after
     from object_log where account_id = $1 and type = $2 and modseq > $3 group by object_id`,
    [accountId, type, since],
  );
  return rows;
}

function changeSet(since: number, state: number, max: number, changes: Change[]): { set: ChangeSet; within: Change[] } | null {
  changes.sort((a, b) => a.modseq - b.modseq || a.id - b.id);
  const end = cutoff(changes, max);
  if (!end) return null;
  const within = changes.filter(({ modseq }) => modseq <= end.modseq);
  const ids = (wanted: (change: Change) => boolean) => within.filter(wanted).map(({ id }) => id);
  const set: ChangeSet = {
    oldState: since,
    newState: end.hasMore ? end.modseq : state,
    hasMore: end.hasMore,
    created: ids(({ before, after }) => !before && after),
    updated: ids(({ before, after }) => before && after),
    destroyed: ids(({ before, after }) => before && !after),
  };
  return { set, within };
}
