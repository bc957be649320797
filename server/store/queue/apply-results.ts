/** Writes what came of attempts, checks that the lease still holds, and moves the sender's account so that the browser sees it live. */
import type pg from 'pg';
import { storable } from '../storable.ts';
import { Refused } from '../writes/with-account.ts';
import { insertEvents } from './delivery-events.ts';
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

interface Applied {
  queueId: number;
  rcptNo: number;
  rcpt: string;
  attempts: number;
  traceId: string | null;
  accountId: number | null;
  submissionId: number | null;
}

/** The modseqs of the accounts that this moved. */
export async function applyResults(
  client: pg.ClientBase,
  owner: string,
  results: RecipientResult[],
  now: Date,
): Promise<Map<number, number>> {
  const column = <T>(of: (result: RecipientResult) => T) => results.map(of);
  const applied = await client.query<Applied>(
    `update queue_rcpt r set state = v.state, attempts = r.attempts + v.tried, next_at = coalesce(v.next_at, r.next_at),
       lease_owner = null, last_code = v.code, last_status = v.status, last_text = v.text, last_host = v.host, last_at = $10,
       done_at = case when v.state in (1, 2) then $10::timestamptz end
     from unnest($1::bigint[], $2::int[], $3::int[], $4::int[], $5::timestamptz[], $6::int[], $7::text[], $8::text[], $9::text[])
         as v(queue_id, rcpt_no, state, tried, next_at, code, status, text, host), queue_message m
     where r.queue_id = v.queue_id and r.rcpt_no = v.rcpt_no and r.state = 0 and r.lease_owner = $11 and m.queue_id = r.queue_id
     returning r.queue_id as "queueId", r.rcpt_no as "rcptNo", r.rcpt, r.attempts, m.trace_id as "traceId",
       m.account_id as "accountId", m.submission_id as "submissionId"`,
    [
      ...[column(({ queueId }) => queueId), column(({ rcptNo }) => rcptNo), column(({ outcome }) => stateOf[outcome])],
      ...[column(({ outcome }) => (outcome === 'postponed' ? 0 : 1)), column(({ nextAt }) => nextAt ?? null)],
      ...[column(({ code }) => code), column(({ status }) => status), column(({ text }) => storable(text))],
      ...[column(({ host }) => host), now, owner],
    ],
  );
  if (applied.rowCount !== results.length) throw new Refused('stateMismatch'); // the lease was lost: another worker has it
  const of = new Map(applied.rows.map((row) => [`${row.queueId} ${row.rcptNo}`, row]));
  const attempts = results.flatMap((result) => {
    const row = of.get(`${result.queueId} ${result.rcptNo}`);
    return row && result.outcome !== 'postponed' ? [{ ...result, ...row }] : [];
  });
  const touched = new Map<number, number>();
  for (const { accountId, submissionId } of new Map(attempts.map((one) => [one.queueId, one])).values()) {
    if (accountId === null || submissionId === null) continue;
    touched.set(accountId, await touchSubmission(client, { accountId, submissionId, undoStatus: 'final' }));
  }
  await noteStatuses(client, attempts, now);
  await insertEvents(
    client,
    attempts.map(({ queueId, rcptNo, rcpt, outcome, code, status, text, host, tls, verified, nextAt, ...row }) => ({
      ...{ accountId: row.accountId, emailId: null, submissionId: row.submissionId, queueId, traceId: row.traceId },
      type: outcome === 'delivered' ? (host ? 'sent' : 'delivered') : outcome,
      detail: {
        ...{ rcptNo, rcpt, attempt: row.attempts, host, tls, verified: verified ?? null, code, status, reply: text },
        ...(outcome === 'deferred' && nextAt ? { next: nextAt.toISOString() } : {}),
      },
    })),
  );
  return touched;
}

async function noteStatuses(client: pg.ClientBase, attempts: (RecipientResult & Applied)[], now: Date): Promise<void> {
  if (attempts.length === 0) return;
  await client.query(
    `update mail_trace t set status = v.status, reply = v.reply, changed_at = $6
     from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[]) as v(trace_id, queue_id, rcpt, status, reply)
     where t.trace_id = v.trace_id and t.queue_id = v.queue_id and t.rcpt = v.rcpt`,
    [
      ...[attempts.map(({ traceId }) => traceId), attempts.map(({ queueId }) => queueId)],
      attempts.map(({ rcpt }) => rcpt.toLowerCase()),
      attempts.map(({ outcome, host }) => (outcome === 'delivered' && host ? 'sent' : outcome)),
      attempts.map(({ code, status, text, host }) => storable(host ? `${code} ${status} ${text}` : text).slice(0, 2000)),
      now,
    ],
  );
}
