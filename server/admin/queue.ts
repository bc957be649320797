/** The queue as an administrator handles it: look, try again at once, drop. */
import { dropMessage, retryNow } from '#server/store/index.ts';
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
