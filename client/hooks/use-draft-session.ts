/** The session of one compose window, for as long as the window is there. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { composeConnection } from '../compose/compose-connection.ts';
import { DraftSession, type SessionState } from '../compose/draft-session.ts';
import type { ComposeRequest } from '../compose/compose-request.ts';

export type OpenedSession = { session: DraftSession; problem: null } | { session: null; problem: string | null };

/** Connects and loads once; the request of a window never changes. */
export function useOpenedSession(request: ComposeRequest): OpenedSession {
  const [opened, setOpened] = useState<OpenedSession>({ session: null, problem: null });
  const [start] = useState(request); // what a window was opened with holds for its life
  useEffect(() => {
    let here = true;
    let made: DraftSession | null = null;
    composeConnection().then(
      (connection) => {
        if (!here) return;
        made = new DraftSession({
          connection,
          now: () => new Date(),
          newId: () => crypto.randomUUID(),
        });
        void made.load(start);
        setOpened({ session: made, problem: null });
      },
      (error: unknown) => here && setOpened({ session: null, problem: error instanceof Error ? error.message : String(error) }),
    );
    const save = () => void made?.flush(); // a closed laptop or another tab: what was written is on the server
    document.addEventListener('visibilitychange', save);
    window.addEventListener('pagehide', save);
    window.addEventListener('online', save);
    return () => {
      here = false;
      document.removeEventListener('visibilitychange', save);
      window.removeEventListener('pagehide', save);
      window.removeEventListener('online', save);
      void made?.close();
    };
  }, [start]);
  return opened;
}

export function useSessionState(session: DraftSession): SessionState {
  return useStore(session.store);
}
