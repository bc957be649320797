/** When the session has ended, what was asked for waits until the person has signed in again in place, and nothing is lost. */
import { create } from 'zustand';

interface SessionState {
  /** A dialog asks for the password while this is set (components/mail/session-dialog.tsx). */
  hasEnded: boolean;
}
export const useSession = create<SessionState>(() => ({ hasEnded: false }));

const waiting = new Set<() => void>();

/** Asks again after the person has signed in. Where no dialog is there to ask, the 401 is the answer. */
export async function signedIn(ask: () => Promise<Response>): Promise<Response> {
  const response = await ask();
  if (response.status !== 401 || askers === 0) return response;
  const back = new Promise<void>((resolve) => waiting.add(resolve));
  useSession.setState({ hasEnded: true });
  await back;
  return ask();
}

let askers = 0;

/** The dialog says that it is there; the result takes it back. */
export function canAskForPassword(): () => void {
  askers++;
  return () => {
    askers--;
  };
}

export function sessionIsBack(): void {
  useSession.setState({ hasEnded: false });
  const all = [...waiting];
  waiting.clear();
  for (const resolve of all) resolve();
}
