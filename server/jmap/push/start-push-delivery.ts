/**
 * Sends what push subscriptions wait for. Runs in one mail process of each host; leases keep several hosts apart. Changes that come close
 * together are one push; a push service that fails is asked less and less often, and at last no more.
 */
import { accountWireId, pushWireId } from '#lib/ids.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { claimPushes, notePush, watchEverything, type DuePush, type PushResult } from '#server/store/index.ts';
import { sendPush, type SendResult } from './send-push.ts';
import { changesOf, pushTypes, stateChange } from './state-change.ts';
import { vapidKeys } from './vapid.ts';

export interface PushDeliveryTimes {
  /** From the first change to the push: what comes meanwhile goes with it. */
  collectMs: number;
  /** Between two pushes to one subscription. */
  pauseSeconds: number;
  /** After the first failure; twice as long after each further one. */
  firstRetrySeconds: number;
  /** Without any hint: lost hints, leases that ran out, expiry. */
  pollMs: number;
}
const usual: PushDeliveryTimes = { collectMs: 500, pauseSeconds: 2, firstRetrySeconds: 10, pollMs: 15_000 };

const atOnce = 50;
const leaseSeconds = 60;
const ttlSeconds = 3 * 24 * 3600;
const longestRetrySeconds = 3600;
/** About two days of trying. */
const maxFailures = 56;

/** Returns what stops it, after the pushes that are under way. */
export function startPushDelivery(times: PushDeliveryTimes = usual): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let work = vapidKeys().then(
    () => undefined,
    (error: unknown) => log.warn('push: the key of this server could not be made', { reason: reasonOf(error) }),
  );
  const soon = (ms: number) => {
    if (stopped) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      work = work.then(round);
    }, ms);
  };
  const round = async () => {
    try {
      const due = await claimPushes(atOnce, leaseSeconds);
      await Promise.all(due.map((push) => deliver(push, times)));
      // A subscription that was pushed a moment ago waits for its pause: look again when that is over.
      if (due.length > 0) soon(due.length === atOnce ? 0 : times.pauseSeconds * 1000);
    } catch (error) {
      log.error('push: a round of pushes failed', { reason: reasonOf(error) });
    }
  };
  const stopWatching = watchEverything(() => soon(times.collectMs));
  const poll = setInterval(() => soon(0), times.pollMs);
  soon(0);
  return async () => {
    stopped = true;
    stopWatching();
    clearInterval(poll);
    clearTimeout(timer);
    await work;
  };
}

async function deliver(push: DuePush, times: PushDeliveryTimes): Promise<void> {
  const result = await attempt(push, times).catch((error: unknown): PushResult => {
    log.error('push: a push ended by a fault', { account: accountWireId(push.accountId), reason: reasonOf(error) });
    return { kind: 'failed', waitSeconds: longestRetrySeconds };
  });
  await notePush(push.pushId, result);
}

async function attempt(push: DuePush, times: PushDeliveryTimes): Promise<PushResult> {
  if (push.verificationCode !== null) {
    // RFC 8620 §7.2.2.
    const verification = {
      '@type': 'PushVerification',
      pushSubscriptionId: pushWireId(push.pushId),
      verificationCode: push.verificationCode,
    };
    const sent = await sendPush(push, verification, { ttlSeconds: 600, urgency: 'high' });
    return sent.kind === 'sent' ? { kind: 'verified' } : failure(push, sent, times);
  }
  const changes = await changesOf(push.accountId, push.sentState, push.types ?? pushTypes);
  if (changes.types.length === 0) return { kind: 'done', state: changes.state, waitSeconds: 0 };
  const urgency = changes.types.includes('EmailDelivery') ? 'high' : 'normal';
  const sent = await sendPush(push, stateChange([[push.accountId, changes]]), { ttlSeconds, urgency });
  return sent.kind === 'sent' ? { kind: 'done', state: changes.state, waitSeconds: times.pauseSeconds } : failure(push, sent, times);
}

function failure(push: DuePush, sent: Exclude<SendResult, { kind: 'sent' }>, times: PushDeliveryTimes): PushResult {
  if (sent.kind === 'gone' || push.failures >= maxFailures) return { kind: 'gone' };
  const backOff = Math.min(times.firstRetrySeconds * 2 ** Math.min(push.failures, 20), longestRetrySeconds);
  return { kind: 'failed', waitSeconds: Math.min(Math.max(backOff, sent.retryAfterSeconds ?? 0), 24 * 3600) };
}
