import { useStore } from 'zustand';
import type { DraftSession } from '../compose/draft-session.ts';
import type { SessionState } from '../compose/session-state.ts';

export function useSessionState(session: DraftSession): SessionState {
  return useStore(session.store);
}
