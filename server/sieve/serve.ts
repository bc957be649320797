/**
 * ManageSieve (RFC 5804): people's Sieve scripts for programs that edit them. The scripts are those of JMAP and of the webmail's rules.
 * What must always hold: a script that does not pass the check is not stored; one that is active is never deleted; nothing is
 * acknowledged before the store has committed it.
 */
import type net from 'node:net';
import { log, reasonOf } from '#server/log/log.ts';
import { ConnectionClosed, TimedOut } from '#server/net/connection.ts';
import { limits } from '#server/net/limits.ts';
import type { ListenerContext } from '#server/net/listener-context.ts';
import { serveSession } from '#server/net/serve-session.ts';
import type { Word } from '#lib/managesieve/read-line.ts';
import { capabilityLines } from './capabilities.ts';
import { WrongArguments } from './command.ts';
import { commands } from './commands/index.ts';
import { readCommand } from './read-command.ts';
import { bye, no, ok, type Reply } from './reply.ts';
import { Session } from './session.ts';

export function serveSieve(socket: net.Socket, context: ListenerContext): Promise<void> {
  return serveSession(socket, context, (connection) => {
    const session = new Session(connection, context);
    return {
      run: () => {
        // §1.7: the greeting is the list of capabilities.
        connection.write(capabilityLines(session));
        session.send(ok('Posthorn is ready'));
        return converse(session);
      },
      stop: () => {
        session.send(bye('The server is stopping', 'TRYLATER'));
        connection.close();
      },
      timedOut: () => session.send(bye('You were silent for too long')),
      anonymousSince: () => (session.user ? null : session.anonymousSince),
      neverLoggedIn: () => session.send(bye('You did not log in for too long')),
      end: () => session.guard.release(),
    };
  });
}

async function converse(session: Session): Promise<void> {
  const { connection } = session;
  while (!session.ended) {
    if (!connection.hasBufferedInput) await connection.flush(); // answers to a pipeline leave together
    const command = await readCommand(session);
    if (command === null) return;
    const reply = 'refused' in command ? command.refused : await execute(session, command.words);
    if (reply) session.send(reply);
    if (reply?.status === 'NO' && !session.user && ++session.errors >= limits.smtpErrors) session.send(bye('Too many errors'));
  }
}

async function execute(session: Session, [first, ...args]: readonly Word[]): Promise<Reply | null> {
  const name = first?.kind === 'atom' ? first.text.toUpperCase() : '';
  const command = commands.get(name);
  if (!command) return no('There is no such command');
  if (command.state !== 'any' && command.state !== session.state) return no(session.user ? 'Not now: you are logged in' : 'Log in first');
  try {
    if (!(await session.stillAllowed())) return bye('Your password was changed, or the account was suspended: log in again');
    return await command.run(session, args);
  } catch (error) {
    if (error instanceof WrongArguments) return no(error.message);
    if (error instanceof TimedOut || error instanceof ConnectionClosed) throw error;
    log.error('managesieve: a command failed', { command: name, reason: reasonOf(error) });
    return no('Something is out of order here: try again later', 'TRYLATER');
  }
}
