/**
 * Takes in what goes to the queue and nowhere else. Calls that come while one is being written share the next transaction, with their blobs;
 * a call fails alone, and one that is over its account's limit of sending leaves nothing.
 */
import { faultPoint } from '#server/config/fault-point.ts';
import type { BlobRef } from '../contract.ts';
import { hotRows } from '../database.ts';
import { storableJson } from '../storable.ts';
import { together } from '../together.ts';
import { pendingBlobs } from '../writes/pending-blobs.ts';
import { attempt } from '../writes/retry.ts';
import { countedCall, type SendingLimits, type SendingRefusal } from './account-sending.ts';
import { fieldsOf } from './enqueue.ts';
import type { NewQueueMessage } from './types.ts';
import { wakeQueue } from './wake.ts';

export interface HandedIn {
  message: NewQueueMessage;
  /** Its own: with the octets, when they are to be written with it. */
  blob: BlobRef;
  /** What its account may send; null: that is not counted. */
  limits: SendingLimits | null;
}
export type HandInResult = { queueId: number } | { refusal: SendingRefusal };

interface Row {
  ord: number;
  queueId: number | null;
  limit: SendingRefusal['limit'] | null;
  most: number | null;
}

export const handIn: (given: HandedIn) => Promise<HandInResult> = together(
  async (all: HandedIn[]) => {
    const now = new Date();
    const messages = storableJson(all.map(({ message }) => fieldsOf(message, now)));
    const calls = storableJson(
      all.map(({ message: { accountId, recipients }, limits }) =>
        countedCall(
          limits && accountId,
          recipients.map(({ address }) => address),
          limits,
        ),
      ),
    );
    const values = [messages, calls, now, ...pendingBlobs(all.map(({ blob }) => blob))];
    faultPoint('commit.before');
    const done = await attempt(() => hotRows<Row>(statement, values));
    faultPoint('commit.after');
    if (!done.ok) throw new Error(done.reason);
    const of = new Map(done.value.map((row) => [row.ord, row]));
    const results = all.map((_, index): HandInResult => {
      const { queueId, limit, most } = of.get(index + 1) ?? {};
      if (queueId) return { queueId };
      if (!limit) throw new Error('the queue gave no id');
      return { refusal: { limit, most: most ?? 0 } };
    });
    const left = all.filter(({ message }, index) => !message.lease && 'queueId' in (results[index] ?? {}));
    if (left.length > 0) wakeQueue(left.flatMap(({ message }) => message.recipients.map(({ domain }) => domain)));
    return results;
  },
  { writes: true },
);

const statement = 'select o_ord as ord, o_queue as "queueId", o_limit as "limit", o_most as most from f_submit($1, $2, $3, $4, $5)';
