/** EmailSubmissions (RFC 8621 §7). Their state of delivery is read from the queue. */
import type { Outcome } from '../contract.ts';
import { rows } from '../database.ts';
import { parseAddress } from '../directory/addresses.ts';
import { Refused, withAccount } from '../writes/with-account.ts';
import { insertEvents } from './delivery-events.ts';
import { touchSubmission } from './insert-submission.ts';
import { recipientStates, type RecipientState, type SubmissionEnvelope } from './types.ts';

export interface SubmissionRecipient {
  address: string;
  state: RecipientState;
  attempts: number;
  code: number | null;
  /** Enhanced status code. */
  status: string | null;
  /** What the server said, without the codes. */
  text: string | null;
  /** The server that took or refused it; null when it was this one. */
  host: string | null;
}
export interface Submission {
  submissionId: number;
  emailId: number;
  threadId: number;
  identityId: number;
  envelope: SubmissionEnvelope;
  sendAt: Date;
  undoStatus: 'pending' | 'final' | 'canceled';
  /** Empty when the queue has forgotten it. */
  recipients: SubmissionRecipient[];
}

/** Those of the ids that exist, or the first `most` of all; latest last. */
export async function listSubmissions(accountId: number, ids: number[] | null, most = Number.MAX_SAFE_INTEGER): Promise<Submission[]> {
  const found = await rows<Omit<Submission, 'recipients'>>(
    `select submission_id as "submissionId", email_id as "emailId", thread_id as "threadId", identity_id as "identityId", envelope,
       send_at as "sendAt", undo_status as "undoStatus"
     from submission where account_id = $1 and ($2::bigint[] is null or submission_id = any($2)) order by submission_id limit $3`,
    [accountId, ids, most],
  );
  const recipients = await rows<Omit<SubmissionRecipient, 'state'> & { submissionId: number; state: number }>(
    `select m.submission_id as "submissionId", r.rcpt as address, r.state, r.attempts, r.last_code as code, r.last_status as status,
       r.last_text as text, r.last_host as host
     from queue_message m join queue_rcpt r using (queue_id)
     where m.account_id = $1 and m.submission_id = any($2) order by m.queue_id, r.rcpt_no`,
    [accountId, found.map(({ submissionId }) => submissionId)],
  );
  const of = Map.groupBy(recipients, ({ submissionId }) => submissionId);
  return found.map((submission) => ({
    ...submission,
    recipients: (of.get(submission.submissionId) ?? []).map(({ address, state, ...rest }) => ({
      ...{ ...rest, address: asWritten(address, submission.envelope) },
      state: recipientStates[state] ?? 'pending',
    })),
  }));
}

/** RFC 8621 §7: deliveryStatus is by the envelope's spelling; the queue holds domains in lower case as A-labels. */
function asWritten(address: string, { rcptTo }: SubmissionEnvelope): string {
  const found =
    rcptTo.find(({ email }) => email === address) ?? rcptTo.find(({ email }) => parseAddress(email)?.email === address.toLowerCase());
  return found?.email ?? address;
}

/** Takes back what has not begun to leave. `notFound`, or `notAllowed` when it is too late. */
export async function cancelQueued(accountId: number, submissionId: number): Promise<Outcome<null>> {
  return withAccount(accountId, async (client, modseq) => {
    const { rows: submissions } = await client.query<{ status: string }>(
      'select undo_status as status from submission where account_id = $1 and submission_id = $2',
      [accountId, submissionId],
    );
    if (!submissions[0]) throw new Refused('notFound');
    if (submissions[0].status !== 'pending') throw new Refused('notAllowed');
    // A worker that claims at this moment either skips these rows or has marked them already.
    const { rows: recipients } = await client.query<{ free: boolean }>(
      `select r.state = 0 and r.lease_owner is null and r.attempts = 0 as free
       from queue_message m join queue_rcpt r using (queue_id)
       where m.account_id = $1 and m.submission_id = $2 for update of r`,
      [accountId, submissionId],
    );
    if (recipients.length === 0 || recipients.some(({ free }) => !free)) throw new Refused('notAllowed');
    await client.query(
      `update queue_rcpt r set state = 4, done_at = now() from queue_message m
       where m.queue_id = r.queue_id and m.account_id = $1 and m.submission_id = $2`,
      [accountId, submissionId],
    );
    const { rows: messages } = await client.query<{ queueId: number; traceId: string | null }>(
      'select queue_id as "queueId", trace_id as "traceId" from queue_message where account_id = $1 and submission_id = $2',
      [accountId, submissionId],
    );
    await client.query("update mail_trace set status = 'dropped', changed_at = now() where queue_id = any($1)", [
      messages.map(({ queueId }) => queueId),
    ]);
    const event = { accountId, emailId: null, submissionId, type: 'cancelled', detail: {} };
    await insertEvents(
      client,
      messages.map((message) => ({ ...event, ...message })),
    );
    await touchSubmission(client, { accountId, submissionId, undoStatus: 'canceled' }, modseq);
    return null;
  });
}
