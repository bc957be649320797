import { limits } from '#server/net/limits.ts';
import { TimedOut } from '#server/net/connection.ts';
import { loggedIn, type Command } from '../session/command.ts';
import { bad, ok } from '../session/reply.ts';
import type { Session } from '../session/session.ts';
import { sendUpdates } from '../session/updates.ts';

/** Seldom enough for batteries, often enough for routers that forget silent connections. */
const keepAliveMs = 4 * 60_000;

/** RFC 2177. Everything may be told while it lasts, EXPUNGE too. */
export const idle: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.end();
    const { connection } = session;
    connection.write('+ idling\r\n');
    const input = await tellUntilInput(session);
    if (session.selected) session.selected.onHint = () => {};
    if (input === 'end') return (session.bye('You were silent for too long.'), null);
    const line = await connection.readLine(limits.imapLineBytes, limits.beforeLoginMs);
    return line?.toString('latin1').toUpperCase() === 'DONE' ? ok('No longer idle') : bad('DONE was expected');
  },
};

async function tellUntilInput(session: Session): Promise<'input' | 'end'> {
  const { connection, selected } = session;
  const end = Date.now() + limits.imapIdleMs;
  for (;;) {
    const hint = new AbortController();
    if (selected) selected.onHint = () => hint.abort();
    await sendUpdates(session, { expunges: true });
    if (session.ended) return 'input';
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
}
