import { useStore } from 'zustand';
import type { DraftSession, SessionState } from '../compose/draft-session.ts';

export function useSessionState(session: DraftSession): SessionState {
  return useStore(session.store);
}
