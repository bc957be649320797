import { useStore } from 'zustand';
import type { DraftSession } from '../compose/draft/draft-session.ts';
import type { SessionState } from '../compose/draft/session-state.ts';

export function useSessionState(session: DraftSession): SessionState {
  return useStore(session.store);
}
