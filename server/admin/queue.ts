/** The queue in the words of administrators. */
import { listQueue, type QueueEntry } from '#server/store/index.ts';
import { missingOf, refuse, type Failure } from './result.ts';

export interface QueueRow {
  id: number;
  recipient: string;
  sender: string;
  state: 'sending' | 'scheduled' | 'waiting' | 'deferred' | 'held';
  size: number;
  attempts: number;
  createdAt: Date;
  nextAt: Date | null;
  expiresAt: Date;
  /** The last reply, word for word. */
  said: string;
  host: string | null;
  /** Higher goes first; 0 is the usual. */
  priority: number;
  /** Where an administrator sends it, whatever DNS says; without a password. */
  route: string | null;
  /** Its story is found by it. */
  traceId: string | null;
}

export function queueRows(entries: QueueEntry[], now: Date): QueueRow[] {
  return entries.map((entry) => ({
    ...{ id: entry.queueId, recipient: entry.recipient, sender: entry.mailFrom, state: stateOf(entry, now), size: entry.size },
    ...{ attempts: entry.attempts, createdAt: entry.createdAt, nextAt: entry.nextAt, expiresAt: entry.expiresAt, host: entry.lastHost },
    ...{ priority: entry.priority, route: entry.route, traceId: entry.traceId },
    said: [entry.lastCode, entry.lastStatus, entry.lastText].filter(Boolean).join(' '),
  }));
}

function stateOf({ state, active, attempts, nextAt }: QueueEntry, now: Date): QueueRow['state'] {
  if (state === 'held') return 'held';
  if (active) return 'sending';
  if (attempts > 0) return 'deferred';
  return nextAt && nextAt > now ? 'scheduled' : 'waiting';
}

/** Why nothing was done about a message: it has gone, or a worker has it, and it is back or gone in a moment. */
export async function unchanged(id: number): Promise<Failure> {
  const [entry] = await listQueue({ queueId: id, limit: 1 });
  return entry ? refuse('queueSending', { id }) : missingOf('queued', id);
}
