/** Turns the verdicts on recipients into rows: done, tried again later, or given up with a notice to the sender; all in one transaction. */
import { log } from '#server/log/log.ts';
import { commitMail, type ClaimedRecipient, type DeliverItem, type NewQueueMessage, type RecipientResult } from '#server/store/index.ts';
import { noticeTo, type Tried } from './notice.ts';
import { nextTry, noticeIsDue } from './schedule.ts';

export interface Verdict {
  recipient: ClaimedRecipient;
  /** 2xx done, 4xx later, 5xx never. */
  code: number;
  status: string;
  text: string;
  host: string | null;
  tls: string | null;
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
  beside: { deliveries?: DeliverItem[]; enqueue?: NewQueueMessage[] } = {},
): Promise<void> {
  const now = clock.now();
  const tried = verdicts.map((verdict): Tried => ({ recipient: verdict.recipient, result: resultOf(verdict, now, clock.random()) }));
  const failed = tried.filter(({ result }) => result.outcome === 'bounced');
  const late = tried.filter(
    ({ result, recipient }) => result.outcome === 'deferred' && !recipient.delayNoticeAt && noticeIsDue(now, recipient.expiresAt),
  );
  const bounce = await noticeTo('failed', failed, now);
  const delay = await noticeTo('delayed', late, now);
  const results = { owner, rows: tried.map(({ result }) => result) };
  const common = { results, now };
  const queueId = late[0]?.recipient.queueId;
  const withDelay = queueId !== undefined && delay.deliveries.length + delay.enqueue.length > 0;
  const commit = (delayed: boolean) =>
    commitMail({
      ...common,
      deliveries: [...(beside.deliveries ?? []), ...bounce.deliveries, ...(delayed ? delay.deliveries : [])],
      enqueue: [...(beside.enqueue ?? []), ...bounce.enqueue, ...(delayed ? delay.enqueue : [])],
      ...(delayed && queueId !== undefined ? { delayNoticeFor: queueId } : {}),
    });
  let done = await commit(withDelay);
  // Another attempt at the same message may have told the sender already.
  if (!done.ok && withDelay) done = await commit(false);
  for (const { recipient, result } of tried)
    log.info(`queue: ${done.ok ? result.outcome : 'result not taken'}`, {
      ...{ queueId: recipient.queueId, to: recipient.rcpt, host: result.host, tls: result.tls, code: result.code },
      ...{ status: result.status, reply: result.text, next: result.nextAt?.toISOString() ?? null },
    });
}

function resultOf(verdict: Verdict, now: Date, random: number): RecipientResult {
  const { recipient, code, status, text, host, tls } = verdict;
  const of = { queueId: recipient.queueId, rcptNo: recipient.rcptNo, code, status, text, host, tls };
  if (verdict.postponedTo) return { ...of, outcome: 'postponed', nextAt: verdict.postponedTo };
  if (code >= 200 && code < 300) return { ...of, outcome: 'delivered' };
  if (code >= 500) return { ...of, outcome: 'bounced' };
  const nextAt = nextTry({ attempts: recipient.attempts + 1, now, expiresAt: recipient.expiresAt, random });
  if (nextAt) return { ...of, outcome: 'deferred', nextAt };
  return { ...of, outcome: 'bounced', status: status.replace(/^4/, '5'), text: `${text} (given up: it was tried for too long)` };
}
