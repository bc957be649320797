/**
 * IMAP4rev1 and IMAP4rev2 (RFC 3501, RFC 9051, with the extensions of `session/capabilities.ts`). `session/` holds the connection's state
 * and the view of the selected mailbox, `commands/` one file per command, `messages/` what FETCH and SEARCH need, `mailboxes/` names and
 * listings.
 * What must always hold: commands run one after another; a sequence number means one message until EXPUNGE was said; nothing is
 * acknowledged before the store has committed it.
 */
import type net from 'node:net';
import { config } from '#server/config/config.ts';
import { limits } from '#server/net/limits.ts';
import type { ListenerContext } from '#server/net/listener-context.ts';
import { serveSession } from '#server/net/serve-session.ts';
import { capabilities } from './session/capabilities.ts';
import { execute } from './session/execute.ts';
import { readCommand } from './session/read-command.ts';
import { Session } from './session/session.ts';
import { tellUntilInput } from './session/wait.ts';

export function serveImap(socket: net.Socket, context: ListenerContext): Promise<void> {
  return serveSession(socket, context, (connection) => {
    const session = new Session(connection, context);
    return {
      run: () => {
        session.untagged(`OK [${capabilities(session)}] ${config().hostname} Posthorn is ready`);
        return converse(session);
      },
      stop: () => {
        session.bye('The server is stopping.');
        connection.close();
      },
      timedOut: () => session.bye('You were silent for too long.'),
      anonymousSince: () => (session.user ? null : session.anonymousSince),
      neverLoggedIn: () => session.bye('You did not log in for too long.'),
      end: () => {
        session.guard.release();
        session.unselect();
        session.notify?.end();
      },
    };
  });
}

async function converse(session: Session): Promise<void> {
  const { connection } = session;
  while (!session.ended) {
    if (!connection.hasBufferedInput) await connection.flush(); // answers to a pipeline leave together
    // RFC 5465 §3.1: after NOTIFY the client listens all the time.
    if (session.notify && !connection.hasBufferedInput) {
      if ((await tellUntilInput(session, { expunges: !session.notify.delaysExpunge })) === 'end')
        return session.bye('You were silent for too long.');
      if (session.ended) return;
    }
    const command = await readCommand(session);
    if (command === null) return;
    if (command !== 'refused') await execute(session, command);
    if (session.errors >= limits.smtpErrors && !session.user) session.bye('Too many errors.');
  }
}
