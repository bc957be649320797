/** The queue as an administrator handles it: look, try again at once, drop. */
import { dropMessage, retryNow, type QueueEntry } from '#server/store/index.ts';
import { done, record, refuse, type Actor, type AdminResult } from './result.ts';

/** `all`, or the number of one message. */
export async function retryQueued(actor: Actor, which: string): Promise<AdminResult> {
  const queueId = which === 'all' ? undefined : Number(which);
  const count = await retryNow(queueId);
  if (count === 0) return refuse('There is nothing to try again: the message has gone, or is being sent right now.');
  await record(actor, 'queue.retry', { which });
  return done;
}

/** Nobody is told: the sender gets no notice of a message that an administrator drops. */
export async function dropQueued(actor: Actor, queueId: number): Promise<AdminResult> {
  if (!(await dropMessage(queueId))) return refuse('The message is no longer in the queue.');
  await record(actor, 'queue.drop', { queueId });
  return done;
}

export interface QueueRow {
  /** Unique for a recipient of a message. */
  key: string;
  queueId: number;
  recipient: string;
  sender: string;
  state: 'sending' | 'scheduled' | 'waiting' | 'deferred' | 'held';
  createdAt: Date;
  nextAt: Date | null;
  /** The last reply, word for word. */
  said: string;
}

/** What waits, in the words of the administration pages. */
export function queueRows(entries: QueueEntry[], now: Date): QueueRow[] {
  return entries.map((entry) => ({
    key: `${entry.queueId} ${entry.rcptNo}`,
    queueId: entry.queueId,
    recipient: entry.recipient,
    sender: entry.mailFrom,
    state: stateOf(entry, now),
    createdAt: entry.createdAt,
    nextAt: entry.nextAt,
    said: [entry.lastCode, entry.lastStatus, entry.lastText].filter(Boolean).join(' '),
  }));
}

function stateOf({ state, active, attempts, nextAt }: QueueEntry, now: Date): QueueRow['state'] {
  if (state === 'held') return 'held';
  if (active) return 'sending';
  if (attempts > 0) return 'deferred';
  return nextAt && nextAt > now ? 'scheduled' : 'waiting';
}
