/** The id under which everything that happens to one message stands: in its timeline, in the log, and as the id of its trace (W3C). */
import { createHash, randomUUID } from 'node:crypto';

export const newTraceId = (): string => randomUUID().replaceAll('-', '');

/** Ids of messages that came before traces had theirs are shorter. */
export const asTraceId = (id: string): string =>
  /^[0-9a-f]{32}$/.test(id) ? id : createHash('sha256').update(id).digest('hex').slice(0, 32);

/** Of the first span of a message's trace: whoever knows the message can go on below it, days later and in another process. */
export const firstSpanId = (traceId: string): string => traceId.slice(16);
