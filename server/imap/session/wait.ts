/** Waiting for the client while telling it what happens: IDLE (RFC 2177), and the whole time between commands after NOTIFY (RFC 5465). */
import { TimedOut } from '#server/net/connection.ts';
import { limits } from '#server/net/limits.ts';
import { shareRows } from '../mailboxes/opened.ts';
import type { Session } from './session.ts';
import { sendUpdates } from './updates.ts';

/** Seldom enough for batteries, often enough for routers that forget silent connections. */
const keepAliveMs = 4 * 60_000;

/** Until the client says something, has closed, or was silent for too long. */
export async function tellUntilInput(session: Session, { expunges }: { expunges: boolean }): Promise<'input' | 'end'> {
  const { connection } = session;
  const end = Date.now() + limits.imapIdleMs;
  try {
    for (;;) {
      const hint = new AbortController();
      session.wake = () => {
        hint.abort();
      };
      await sendUpdates(session, { expunges });
      if (session.ended) return 'input';
      if (session.selected) shareRows(session.selected.view, session.selected.uidvalidity);
      await connection.flush();
      try {
        const woken = await connection.inputOrSignal(hint.signal, keepAliveMs);
        if (woken !== 'signal') return 'input';
      } catch (error) {
        if (!(error instanceof TimedOut)) throw error;
        if (Date.now() >= end) return 'end';
        session.untagged('OK Still here');
      }
    }
  } finally {
    session.wake = () => {};
  }
}
