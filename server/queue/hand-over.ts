/**
 * What is handed in to a process whose worker has room goes to that worker at once, from memory: nobody has to claim it, to read it again or
 * to be woken. Its rows are written as the worker's own: should it die, another one takes them up as anything that it had in hand.
 */
import type { ClaimedRecipient, NewQueueMessage } from '#server/store/index.ts';

/** Room for one message's recipients: to be used or given up. */
export interface Place {
  lease: NonNullable<NewQueueMessage['lease']>;
  /** `message`: the octets of its blob. */
  use: (recipients: ClaimedRecipient[], message: Buffer) => void;
  giveUp: () => void;
}
/** Null when there is no room, or others have waited for longer. */
export type Reserve = (domains: string[]) => Place | null;

let worker: Reserve | null = null;

/** From now on that worker is asked; null: none. */
export function handOverTo(reserve: Reserve | null): void {
  worker = reserve;
}

/** For a message with recipients in these domains. */
export const reservePlace: Reserve = (domains) => worker?.(domains) ?? null;
