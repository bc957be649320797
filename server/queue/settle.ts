/** Turns the verdicts on recipients into rows: done, tried again later, or given up with a notice to the sender; all in one transaction. */
import type { DsnAction } from '#lib/smtp/dsn.ts';
import type { RetrySchedule } from '#lib/smtp/retry-schedule.ts';
import { faultPoint } from '#server/config/fault-point.ts';
import { log } from '#server/log/log.ts';
import { metrics } from '#server/log/metrics.ts';
import {
  commitMail,
  settleResults,
  type ClaimedRecipient,
  type DeliverItem,
  type MemoryWrites,
  type NewQueueMessage,
  type RecipientResult,
} from '#server/store/index.ts';
import { noticeTo } from './notice.ts';
import { deadlineOf, nextTry, noticeIsDue } from './schedule.ts';

export interface Verdict {
  recipient: ClaimedRecipient;
  /** 2xx done, 4xx later, 5xx never. */
  code: number;
  status: string;
  text: string;
  host: string | null;
  tls: string | null;
  /** `DANE`, `MTA-STS` or `authority`: what vouched for the other server. */
  verified?: string | null;
  /** With which keys the message was signed (lib/timeline/signing.ts). */
  signed?: string | null;
  /** The notice of success that is due from us, if it was asked for; absent or null: the next server gives it. */
  success?: 'delivered' | 'relayed' | 'expanded' | null;
  /** Of the destination, where it has one of its own. */
  schedule?: RetrySchedule;
  /** No attempt was made: due again at that time. */
  postponedTo?: Date;
}
export interface Clock {
  now: () => Date;
  random: () => number;
}

/** `verdicts` are all of one message. `beside` happens in the same transaction. */
export async function settle(
  owner: string,
  verdicts: Verdict[],
  clock: Clock,
  beside: { deliveries?: DeliverItem[]; enqueue?: NewQueueMessage[]; memory?: MemoryWrites } = {},
): Promise<void> {
  const now = clock.now();
  const tried = verdicts.map((verdict) => ({ verdict, recipient: verdict.recipient, result: resultOf(verdict, now, clock.random()) }));
  const notice = async (action: DsnAction, those: typeof tried) => {
    const about = those[0]?.recipient;
    if (!about) return { deliveries: [], enqueue: [] };
    return noticeTo(
      action,
      about,
      those.map(({ recipient, result }) => ({ ...recipient, ...result })),
      now,
    );
  };
  const failed = tried.filter(({ result }) => result.outcome === 'bounced');
  const late = tried.filter(
    ({ result, recipient, verdict }) =>
      result.outcome === 'deferred' &&
      !recipient.delayNoticeAt &&
      noticeIsDue(now, deadlineOf(recipient.expiresAt, verdict.schedule), verdict.schedule),
  );
  const delay = await notice('delayed', late);
  const told = [await notice('failed', failed)];
  for (const action of ['delivered', 'relayed', 'expanded'] as const)
    told.push(
      await notice(
        action,
        tried.filter(({ verdict, result }) => result.outcome === 'delivered' && verdict.success === action),
      ),
    );
  const rows = tried.map(({ result }) => result);
  const senders = [
    ...new Set(
      verdicts.flatMap(({ recipient: { accountId, submissionId } }) => (accountId === null || submissionId === null ? [] : [accountId])),
    ),
  ];
  const results = { owner, rows, senders };
  const common = { results, now, ...(beside.memory ? { memory: beside.memory } : {}) };
  const queueId = late[0]?.recipient.queueId;
  const deliveries = [...(beside.deliveries ?? []), ...told.flatMap((one) => one.deliveries)];
  const enqueue = [...(beside.enqueue ?? []), ...told.flatMap((one) => one.enqueue)];
  const withDelay = queueId !== undefined && delay.deliveries.length + delay.enqueue.length > 0;
  const commit = async (delayed: boolean): Promise<boolean> => {
    const done = await commitMail({
      ...common,
      deliveries: [...deliveries, ...(delayed ? delay.deliveries : [])],
      enqueue: [...enqueue, ...(delayed ? delay.enqueue : [])],
      ...(delayed && queueId !== undefined ? { delayNoticeFor: queueId } : {}),
    });
    // Else it is not that another worker has it: whoever recorded nothing now would send it again.
    if (!done.ok && done.reason !== 'stateMismatch') throw new Error(`the result could not be recorded: ${done.reason}`);
    return done.ok;
  };
  const isPlain = !withDelay && !beside.memory && deliveries.length + enqueue.length === 0;
  faultPoint('queue.settling');
  let taken = isPlain ? await settleResults(results, now, senders.length > 0) : await commit(withDelay);
  // Another attempt at the same message may have told the sender already.
  if (!taken && withDelay) taken = await commit(false);
  faultPoint('queue.settled');
  for (const { recipient, result } of tried) {
    metrics.attempts.inc({ result: result.outcome });
    log.info(`queue: ${taken ? result.outcome : 'result not taken'}`, {
      ...{
        trace: recipient.traceId,
        queueId: recipient.queueId,
        to: recipient.rcpt,
        host: result.host,
        tls: result.tls,
        code: result.code,
      },
      ...{ status: result.status, reply: result.text, next: result.nextAt?.toISOString() ?? null },
    });
  }
}

function resultOf(verdict: Verdict, now: Date, random: number): RecipientResult {
  const { recipient, code, status, text, host, tls, verified = null, signed = null } = verdict;
  const of = {
    queueId: recipient.queueId,
    rcptNo: recipient.rcptNo,
    rcpt: recipient.rcpt,
    code,
    status,
    text,
    host,
    tls,
    verified,
    signed,
  };
  if (verdict.postponedTo) return { ...of, outcome: 'postponed', nextAt: verdict.postponedTo };
  if (code >= 200 && code < 300) return { ...of, outcome: 'delivered' };
  if (code >= 500) return { ...of, outcome: 'bounced' };
  const { schedule } = verdict;
  const expiresAt = deadlineOf(recipient.expiresAt, schedule);
  const nextAt = nextTry({ attempts: recipient.attempts + 1, now, expiresAt, random }, schedule);
  if (nextAt) return { ...of, outcome: 'deferred', nextAt };
  return { ...of, outcome: 'bounced', status: status.replace(/^4/, '5'), text: `${text} (given up: it was tried for too long)` };
}
