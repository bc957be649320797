/** An administrator's last word on a message: every recipient that still waits fails now, and the sender is told as by any failure. */
import { randomUUID } from 'node:crypto';
import { claimMessage } from '#server/store/index.ts';
import { settle } from './settle.ts';

/** False when nothing of it waits, or it is being sent right now. */
export async function giveUp(queueId: number): Promise<boolean> {
  const owner = randomUUID();
  const claimed = await claimMessage({ queueId, owner, now: new Date(), leaseMs: 60_000 });
  if (claimed.length === 0) return false;
  const verdict = { code: 550, status: '5.7.0', text: 'Returned by an administrator of the sending server', host: null, tls: null };
  await settle(
    owner,
    claimed.map((recipient) => ({ ...verdict, recipient })),
    { now: () => new Date(), random: Math.random },
  );
  return true;
}
