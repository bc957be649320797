/** One message of the queue, for an administrator who gives it up or looks at its header. */
import { readMessage } from '../blobs/read-blob.ts';
import { rows } from '../database.ts';
import { claimedColumns } from './claim-due.ts';
import type { ClaimedRecipient } from './types.ts';

/** Takes every recipient that waits or is held and is not being tried, as a worker would. */
export function claimMessage(request: { queueId: number; owner: string; now: Date; leaseMs: number }): Promise<ClaimedRecipient[]> {
  const { queueId, owner, now, leaseMs } = request;
  return rows(
    `update queue_rcpt r set state = 0, lease_owner = $2, next_at = $3::timestamptz + $4 * interval '1 millisecond'
     from queue_message m
     where r.queue_id = $1 and m.queue_id = r.queue_id and r.state in (0, 3) and r.lease_owner is null
     returning ${claimedColumns}`,
    [queueId, owner, now, leaseMs],
  );
}

const mostHeader = 64 * 1024;

/** As text; null when it is not in the queue any more. */
export async function readQueuedHeader(queueId: number): Promise<string | null> {
  const [found] = await rows<{ blob: Buffer; prefix: Buffer | null }>(
    `select blob, prefix from queue_message m where queue_id = $1
     and exists (select from queue_rcpt r where r.queue_id = m.queue_id and r.state in (0, 3))`,
    [queueId],
  );
  if (!found) return null;
  const start = (await readMessage(found, 0, mostHeader)).toString('utf8');
  const end = /\r?\n\r?\n/.exec(start);
  return end ? start.slice(0, end.index) : start;
}
