/** Does, or undoes, a bulk change batch by batch. Any process may go on where another died: the lease tells who is at it. */
import type { EmailUpdate } from '../contract.ts';
import { rows } from '../database.ts';
import { membershipsOf, type EmailPlaces } from '../reads/memberships-of.ts';
import { destroyEmails } from '../writes/destroy-emails.ts';
import { updateEmails } from '../writes/update-emails.ts';
import { leaseSeconds } from './begin-bulk.ts';
import type { BulkPatch, BulkWork } from './types.ts';

type Before = [emailId: number, mailboxIds: number[], flags: number, keywords: string[] | null][];
interface Job {
  accountId: number;
  work: BulkWork;
  state: 'running' | 'undoing';
}
interface Batch {
  n: number;
  ids: string[];
  before: Before | null;
}

/** Returns when all of it is done; throws when the store refuses, after noting why. */
export async function runBulk(bulkId: number): Promise<void> {
  const [job] = await rows<Job>(
    `select account_id as "accountId", change as work, state from bulk_change where bulk_id = $1 and state in ('running', 'undoing')`,
    [bulkId],
  );
  if (!job) return;
  try {
    const isUndo = job.state === 'undoing';
    for (let batch = await nextBatch(bulkId, isUndo); batch; batch = await nextBatch(bulkId, isUndo)) {
      if (isUndo) await undo(job, batch);
      else await apply(bulkId, job, batch);
      await settle(bulkId, batch, !isUndo);
    }
    const end = isUndo ? 'undone' : 'done';
    await rows('update bulk_change set state = $2 where bulk_id = $1 and state = $3', [bulkId, end, job.state]);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    await rows(`update bulk_change set state = 'failed', reason = $2 where bulk_id = $1`, [bulkId, reason]);
    throw error;
  }
}

/** Forward from the first, back from the last. */
async function nextBatch(bulkId: number, isUndo: boolean): Promise<Batch | undefined> {
  const found = await rows<Batch>(
    `select n, email_ids::text[] as ids, before from bulk_batch where bulk_id = $1 and applied = $2 order by n ${isUndo ? 'desc' : 'asc'} limit 1`,
    [bulkId, isUndo],
  );
  return found[0];
}

async function settle(bulkId: number, { n, ids }: Batch, applied: boolean): Promise<void> {
  await rows(
    `with b as (update bulk_batch set applied = $3 where bulk_id = $1 and n = $2 and applied <> $3 returning 1)
     update bulk_change set done = greatest(0, done + $4 * (select count(*)::int from b)), lease_until = now() + make_interval(secs => $5)
      where bulk_id = $1`,
    [bulkId, n, applied, applied ? ids.length : -ids.length, leaseSeconds],
  );
}

/** What was there is written down before it is changed, and never again: after a crash the change itself would be taken for it. */
async function apply(bulkId: number, { accountId, work }: Job, batch: Batch): Promise<void> {
  const ids = batch.ids.map(Number);
  const places = await membershipsOf(accountId, ids);
  if (!batch.before) {
    const before: Before = places.map(({ emailId, mailboxIds, flags, keywords }) => [emailId, mailboxIds, flags, keywords]);
    await rows('update bulk_batch set before = $3 where bulk_id = $1 and n = $2 and before is null', [
      bulkId,
      batch.n,
      JSON.stringify(before),
    ]);
  }
  if ('destroyFrom' in work) return destroy(accountId, places, work.destroyFrom);
  await update(
    accountId,
    places.map(({ emailId, mailboxIds }) => ({ emailId, ...changeOf(patchFor(work, mailboxIds)) })),
  );
}

async function destroy(accountId: number, places: EmailPlaces[], mailboxId: number): Promise<void> {
  const here = places.filter(({ mailboxIds }) => mailboxIds.includes(mailboxId));
  const alone = here.filter(({ mailboxIds }) => mailboxIds.length === 1).map(({ emailId }) => emailId);
  const elsewhere = here.filter(({ mailboxIds }) => mailboxIds.length > 1);
  if (alone.length > 0) {
    const gone = await destroyEmails(accountId, alone);
    if (!gone.ok) throw new Error(gone.reason);
  }
  await update(
    accountId,
    elsewhere.map(({ emailId }) => ({ emailId, mailboxIds: { add: [], remove: [mailboxId] } })),
  );
}

/** Only what the change touched goes back: what a person did to the email since stays done. */
async function undo({ accountId, work }: Job, { before }: Batch): Promise<void> {
  if ('destroyFrom' in work) return;
  await update(
    accountId,
    (before ?? []).map(([emailId, ...was]) => ({ emailId, ...changeOf(reversed(patchFor(work, was[0]), was)) })),
  );
}

/** No email is left without a mailbox. */
function patchFor({ patch, keepIn }: Extract<BulkWork, { patch: BulkPatch }>, mailboxIds: number[]): BulkPatch {
  const isLeft = patch.addMailboxes.length > 0 || mailboxIds.some((id) => !patch.removeMailboxes.includes(id));
  if (isLeft) return patch;
  if (!keepIn) return { ...patch, removeMailboxes: [] };
  return { ...patch, addMailboxes: [keepIn], removeMailboxes: patch.removeMailboxes.filter((id) => id !== keepIn) };
}

export function reversed(patch: BulkPatch, [mailboxIds, flags, keywords]: [number[], number, string[] | null]): BulkPatch {
  const had = new Set(keywords);
  const some = (words: string[]) => (words.length > 0 ? words : null);
  return {
    addMailboxes: patch.removeMailboxes.filter((id) => mailboxIds.includes(id)),
    removeMailboxes: patch.addMailboxes.filter((id) => !mailboxIds.includes(id)),
    addKeywords: {
      flags: patch.removeKeywords.flags & flags,
      keywords: some((patch.removeKeywords.keywords ?? []).filter((word) => had.has(word))),
    },
    removeKeywords: {
      flags: patch.addKeywords.flags & ~flags,
      keywords: some((patch.addKeywords.keywords ?? []).filter((word) => !had.has(word))),
    },
  };
}

const changeOf = (patch: BulkPatch): Omit<EmailUpdate, 'emailId'> => ({
  mailboxIds: { add: patch.addMailboxes, remove: patch.removeMailboxes },
  keywords: { add: patch.addKeywords, remove: patch.removeKeywords },
});

/** An email that has gone meanwhile is no trouble. */
async function update(accountId: number, updates: EmailUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  const outcome = await updateEmails(accountId, updates);
  if (!outcome.ok) throw new Error(outcome.reason);
}
