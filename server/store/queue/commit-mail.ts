/**
 * One transaction for everything that happens to a message at once: deliveries here, rows in the queue, a submission, and the results of
 * attempts. So a message is never both delivered and still queued, and a notice to the sender exists exactly when its recipient is done.
 */
import type pg from 'pg';
import { faultPoint } from '#server/config/fault-point.ts';
import { traced } from '#server/log/tracing.ts';
import type { Delivered, DeliverItem, Outcome } from '../contract.ts';
import { database } from '../database.ts';
import { announce } from '../push/announce.ts';
import { noteReportSent, type SentReport } from '../reports/reports.ts';
import { takeOut } from '../junk/quarantine.ts';
import { deliverWithin } from '../writes/deliver.ts';
import { attempt } from '../writes/retry.ts';
import { Refused } from '../writes/with-account.ts';
import { writeMemory, type MemoryWrites } from '../sieve/memory.ts';
import { deliveredTraces, insertTraces } from '../trace/write-traces.ts';
import type { NewTrace } from '../trace/types.ts';
import { insertEvents } from './delivery-events.ts';
import { enqueue as enqueueAll } from './enqueue.ts';
import { insertSubmission } from './insert-submission.ts';
import { settleWithin } from './settle.ts';
import type { DeliveryEventDetail, NewQueueMessage, NewSubmission, RecipientResult } from './types.ts';
import { wakeQueue } from './wake.ts';

export interface MailCommit {
  deliveries?: DeliverItem[];
  /** Kept in the timeline of each delivery. */
  received?: DeliveryEventDetail;
  enqueue?: NewQueueMessage[];
  /** Made for the first message of `enqueue`. */
  submission?: NewSubmission;
  /** Refused as a whole with `stateMismatch` when one of them is no longer leased by `owner`. */
  results?: { owner: string; rows: RecipientResult[]; senders: number[] };
  /** A notice of delay goes out with this commit for that message. */
  delayNoticeFor?: number;
  /** What Sieve scripts remember, and the replies that depend on it. */
  memory?: MemoryWrites;
  /** What became of it for those who get nothing: discarded by their rules. */
  traces?: NewTrace[];
  /** It leaves the quarantine with this commit. Refused with `stateMismatch` when it has left it already. */
  releasedFromQuarantine?: number;
  /** The report that this mail is. Refused with `alreadyExists` when it was made before. */
  reportSent?: SentReport;
  now?: Date;
}
export interface MailCommitted {
  delivered: Delivered[];
  queueIds: number[];
  submissionId: number | null;
}

export async function commitMail(commit: MailCommit): Promise<Outcome<MailCommitted>> {
  const outcome = await attempt(() => inOneTransaction(commit));
  if (!outcome.ok) return outcome;
  for (const [accountId, modseq] of outcome.value.modseqs) announce(accountId, modseq);
  if (outcome.value.queueIds.length > 0) wakeQueue();
  const { delivered, queueIds, submissionId } = outcome.value;
  return { ok: true, value: { delivered, queueIds, submissionId } };
}

type Done = MailCommitted & { modseqs: Map<number, number> };

const inOneTransaction = (commit: MailCommit): Promise<Done> => traced('store commit mail', { inside: true }, () => committed(commit));

async function committed(commit: MailCommit): Promise<Done> {
  const client = await database().pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const done = await write(client, commit);
    faultPoint('commit.before');
    await client.query('commit');
    faultPoint('commit.after');
    return done;
  } catch (error) {
    await client.query('rollback').catch((fault: Error) => (broken = fault));
    throw error;
  } finally {
    client.release(broken);
  }
}

async function write(client: pg.PoolClient, commit: MailCommit): Promise<Done> {
  const { deliveries = [], enqueue = [], submission, results, now = new Date() } = commit;
  const owners = results?.senders ?? [];
  const remembering = [...(commit.memory?.remember ?? []), ...(commit.memory?.replies ?? [])].map(({ accountId }) => accountId);
  const accounts = [
    ...deliveries.map(({ accountId }) => accountId),
    ...(submission ? [submission.accountId] : []),
    ...owners,
    ...remembering,
  ];
  await lockAccounts(client, accounts);
  const modseqs = new Map<number, number>();
  if (results) for (const { accountId, modseq } of await settleWithin(client, results, now)) modseqs.set(accountId, modseq);
  if (commit.delayNoticeFor !== undefined) {
    const text = 'update queue_message set delay_notice_at = $2 where queue_id = $1 and delay_notice_at is null';
    if ((await client.query(text, [commit.delayNoticeFor, now])).rowCount === 0) throw new Refused('stateMismatch');
  }
  if (commit.reportSent && !(await noteReportSent(client, commit.reportSent))) throw new Refused('alreadyExists');
  if (commit.releasedFromQuarantine !== undefined) {
    if (!(await takeOut(client, commit.releasedFromQuarantine, 'delivered'))) throw new Refused('stateMismatch');
  }
  const delivered = deliveries.length > 0 ? await deliverWithin(client, deliveries) : [];
  for (const [index, item] of deliveries.entries()) modseqs.set(item.accountId, delivered[index]?.modseq ?? 0);
  let submissionId: number | null = null;
  if (submission) {
    const made = await insertSubmission(client, submission);
    submissionId = made.submissionId;
    modseqs.set(submission.accountId, made.modseq);
  }
  const queueIds = await enqueueAll(client, enqueue, submissionId, now);
  if (commit.memory) queueIds.push(...(await writeMemory(client, commit.memory, now)));
  await insertEvents(
    client,
    deliveries.flatMap((item, index) => deliveredEvents(item, delivered[index], commit.received)),
  );
  await insertTraces(client, [...deliveredTraces(deliveries, delivered), ...(commit.traces ?? [])]);
  return { delivered, queueIds, submissionId, modseqs };
}

/** `received`, the verdicts and `delivered`, in the recipient's own timeline. */
export function deliveredEvents(item: DeliverItem, delivered: Delivered | undefined, received: DeliveryEventDetail | undefined) {
  if (!delivered) return [];
  const of = {
    accountId: item.accountId,
    emailId: delivered.emailId,
    submissionId: null,
    queueId: null,
    traceId: item.trace?.origin.traceId ?? null,
  };
  const mailboxId = item.mailboxIds[0] ?? 0;
  return [
    ...(received ? [{ ...of, type: 'received', detail: received }] : []),
    ...(item.events ?? []).map((event) => ({ ...of, ...event })),
    { ...of, type: 'delivered', detail: { mailboxId, rcpt: item.trace?.rcpt ?? null } },
  ];
}

// The store's order: all accounts first, ascending.
async function lockAccounts(client: pg.PoolClient, accounts: number[]): Promise<void> {
  if (accounts.length === 0) return;
  await client.query('select 1 from account_state where account_id = any($1) order by account_id for update', [[...new Set(accounts)]]);
}
