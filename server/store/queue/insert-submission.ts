/** The row of an EmailSubmission, logged under the account's modseq, within a transaction that holds the account's lock. */
import type pg from 'pg';
import { logObjectChange, nextId, Refused } from '../writes/with-account.ts';
import type { NewSubmission } from './types.ts';

export async function insertSubmission(client: pg.ClientBase, given: NewSubmission): Promise<{ submissionId: number; modseq: number }> {
  const { accountId, emailId, threadId, identityId, envelope, sendAt, held } = given;
  const modseq = await nextModseq(client, accountId);
  const submissionId = await nextId(client, accountId);
  await client.query(
    `insert into submission
       (account_id, submission_id, email_id, thread_id, identity_id, envelope, send_at, undo_status, modseq, created_modseq)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
    [accountId, submissionId, emailId, threadId, identityId, JSON.stringify(envelope), sendAt, held ? 'pending' : 'final', modseq],
  );
  await logObjectChange(client, { accountId, modseq, type: 2, objectId: submissionId, kind: 1 });
  return { submissionId, modseq };
}

/** The submission changed: its state of delivery is computed from the queue when it is read. */
export async function touchSubmission(
  client: pg.ClientBase,
  { accountId, submissionId, undoStatus }: { accountId: number; submissionId: number; undoStatus: 'final' | 'canceled' },
  given?: number,
): Promise<number> {
  const modseq = given ?? (await nextModseq(client, accountId));
  const text = 'update submission set modseq = $3, undo_status = $4 where account_id = $1 and submission_id = $2';
  await client.query(text, [accountId, submissionId, modseq, undoStatus]);
  await logObjectChange(client, { accountId, modseq, type: 2, objectId: submissionId, kind: 2 });
  return modseq;
}

async function nextModseq(client: pg.ClientBase, accountId: number): Promise<number> {
  const text = 'update account_state set modseq = modseq + 1, feed_at = clock_timestamp() where account_id = $1 returning modseq';
  const modseq = (await client.query<{ modseq: number }>(text, [accountId])).rows[0]?.modseq;
  if (modseq === undefined) throw new Refused('notFound');
  return modseq;
}
