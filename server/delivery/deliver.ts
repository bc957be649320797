/**
 * Delivers to accounts here: one blob, all recipients in one transaction. When there is nothing for the queue beside it, deliveries of
 * many senders share a commit.
 */
import {
  commitMail,
  deliver,
  deliveredEvents,
  noteEvents,
  type Delivered,
  type DeliveryEventDetail,
  type NewQueueMessage,
  type Outcome,
} from '#server/store/index.ts';
import { judgeForAccounts } from './judge-for-account.ts';
import type { Judged } from './judge-message.ts';
import { localItems, type LocalMessage } from './local-items.ts';

export interface DeliverRequest extends Omit<LocalMessage, 'verdicts'> {
  /** What was found out about it; absent for what this server made itself. */
  judged?: Judged;
  /** For the timeline: where it came from. */
  received?: DeliveryEventDetail;
  /** What goes to the queue in the same transaction: the remote targets of aliases. */
  enqueue?: NewQueueMessage[];
}

export async function deliverMessage({ received, judged, enqueue = [], ...message }: DeliverRequest): Promise<Outcome<Delivered[]>> {
  const verdicts = judged && (await judgeForAccounts(message.accounts, judged));
  const deliveries = await localItems({ ...message, ...(verdicts ? { verdicts } : {}) });
  if (enqueue.length > 0) {
    const done = await commitMail({ deliveries, enqueue, ...(received ? { received } : {}) });
    return done.ok ? { ok: true, value: done.value.delivered } : done;
  }
  const done = await deliver(deliveries);
  if (done.ok) noteEvents(deliveries.flatMap((item, index) => deliveredEvents(item, done.value[index], received)));
  return done;
}
