/** What becomes of a message for accounts here: all of it is for one transaction. */
import type { DeliverItem, MemoryWrites, NewQueueMessage } from '#server/store/index.ts';

export interface Rejection {
  accountId: number;
  /** The words of the script. */
  reason: string;
  /** RFC 5429 §2.2: `reject` with words that SMTP cannot say is told by a notice. */
  how: 'reject' | 'ereject';
  notice: NewQueueMessage | null;
}
export interface LocalDelivery {
  deliveries: DeliverItem[];
  enqueue: NewQueueMessage[];
  memory: MemoryWrites;
  rejections: Rejection[];
}
