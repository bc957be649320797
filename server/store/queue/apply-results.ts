/** Writes what came of attempts, checks that the lease still holds, and moves the sender's account so that the browser sees it live. */
import type pg from 'pg';
import { Refused } from '../writes/with-account.ts';
import { insertEvents } from './delivery-events.ts';
import { storable } from './insert-message.ts';
import { touchSubmission } from './insert-submission.ts';
import type { RecipientResult } from './types.ts';

const stateOf = { delivered: 1, bounced: 2, deferred: 0, postponed: 0 } as const;

/** The senders' accounts, to be locked before the rows. */
export async function ownersOf(client: pg.ClientBase, results: RecipientResult[]): Promise<number[]> {
  const text = `select distinct account_id as id from queue_message
    where queue_id = any($1) and submission_id is not null and account_id is not null`;
  const found = await client.query<{ id: number }>(text, [results.map(({ queueId }) => queueId)]);
  return found.rows.map(({ id }) => id);
}

/** The modseqs of the accounts that this moved. */
export async function applyResults(
  client: pg.ClientBase,
  owner: string,
  results: RecipientResult[],
  now: Date,
): Promise<Map<number, number>> {
  const touched = new Map<number, number>();
  for (const result of results) {
    const { queueId, rcptNo, outcome, nextAt, code, status, text, host } = result;
    const done = outcome === 'delivered' || outcome === 'bounced';
    const { rowCount } = await client.query(
      `update queue_rcpt set state = $4, attempts = attempts + $5, next_at = coalesce($6, next_at), lease_owner = null, last_code = $7,
         last_status = $8, last_text = $9, last_host = $10, last_at = $11, done_at = case when $12::boolean then $11::timestamptz end
       where queue_id = $1 and rcpt_no = $2 and state = 0 and lease_owner = $3`,
      [
        ...[queueId, rcptNo, owner, stateOf[outcome], outcome === 'postponed' ? 0 : 1, nextAt ?? null],
        ...[code, status, storable(text), host, now, done],
      ],
    );
    if (rowCount !== 1) throw new Refused('stateMismatch'); // the lease was lost: another worker has it
  }
  const attempts = results.filter(({ outcome }) => outcome !== 'postponed');
  const messages = await client.query<{ queueId: number; accountId: number | null; submissionId: number | null }>(
    'select queue_id as "queueId", account_id as "accountId", submission_id as "submissionId" from queue_message where queue_id = any($1)',
    [[...new Set(attempts.map(({ queueId }) => queueId))]],
  );
  for (const { accountId, submissionId } of messages.rows) {
    if (accountId === null || submissionId === null) continue;
    touched.set(accountId, await touchSubmission(client, { accountId, submissionId, undoStatus: 'final' }));
  }
  const of = new Map(messages.rows.map((message) => [message.queueId, message]));
  const events = attempts.map(({ queueId, rcptNo, outcome, code, status, text, host, tls }) => ({
    accountId: of.get(queueId)?.accountId ?? null,
    emailId: null,
    submissionId: of.get(queueId)?.submissionId ?? null,
    queueId,
    type: outcome === 'delivered' ? 'sent' : outcome,
    detail: { rcptNo, host, tls, code, status, reply: text },
  }));
  await insertEvents(client, events);
  return touched;
}
