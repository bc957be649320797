import { useEffect } from 'react';
import { markSeen } from '../mail/acts/mark-seen.ts';

/** Reads the conversation that is open, when it has been loaded. */
export function useMarkSeen(threadId: string | null, loaded: boolean): void {
  useEffect(() => {
    if (threadId && loaded) markSeen(threadId);
  }, [threadId, loaded]);
}
