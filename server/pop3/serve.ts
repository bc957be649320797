/**
 * POP3 (RFC 1939, with 2449, 2595, 5034 and 6856). A session is a snapshot of INBOX taken at log-in: its numbers and sizes never change
 * while it lasts, and no lock is held, so several sessions at once are each right. What must always hold: nothing is deleted but at QUIT;
 * a UIDL is never used twice (`uidvalidity.uid`); every reply is in the order of the commands, however they were sent.
 */
import type net from 'node:net';
import { readCommandLine } from '#lib/pop3/command-line.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { traced } from '#server/log/tracing.ts';
import { ConnectionClosed, LineTooLong, TimedOut } from '#server/net/connection.ts';
import { limits } from '#server/net/limits.ts';
import type { ListenerContext } from '#server/net/listener-context.ts';
import { serveSession } from '#server/net/serve-session.ts';
import { StorageFault } from '#server/s3/s3-storage.ts';
import { commands } from './commands/index.ts';
import { failed, type Reply } from './reply.ts';
import { Session } from './session.ts';

export function servePop3(socket: net.Socket, context: ListenerContext): Promise<void> {
  return serveSession(socket, context, (connection) => {
    const session = new Session(connection, context);
    return {
      run: () => {
        connection.write('+OK POP3 server ready\r\n');
        return converse(session);
      },
      stop: () => connection.close(), // RFC 1939 has no word for it: the client tries again, nothing was deleted
      timedOut: () => {}, // RFC 1939 §3: after the time limit the connection is closed, and no message is removed
      anonymousSince: () => (session.maildrop ? null : session.begunAt),
      neverLoggedIn: () => {
        session.ended = true;
        session.send(failed('You did not log in for too long'));
      },
      end: () => session.guard.release(),
    };
  });
}

async function converse(session: Session): Promise<void> {
  const { connection } = session;
  while (!session.ended) {
    if (!connection.hasBufferedInput) await connection.flush(); // answers to a pipeline leave together
    const line = await readLine(session);
    if (line === null) return;
    const reply = line === 'tooLong' ? tooLong : await execute(session, line);
    if (reply) session.send(reply);
    if (reply && !reply.ok && ++session.errors >= limits.smtpErrors && !session.maildrop) session.ended = true;
  }
}

const tooLong = failed('That line is too long');

async function readLine({ connection, maildrop }: Session): Promise<Buffer | 'tooLong' | null> {
  try {
    return await connection.readLine(limits.pop3LineBytes, maildrop ? limits.pop3IdleMs : limits.beforeLoginMs);
  } catch (error) {
    if (error instanceof LineTooLong) return 'tooLong';
    throw error;
  }
}

async function execute(session: Session, line: Buffer): Promise<Reply | null> {
  const { name, argument } = readCommandLine(line);
  const command = commands.get(name);
  if (!command) return failed('There is no such command');
  if (command.state !== 'any' && command.state !== session.state) {
    return failed(session.state === 'authorization' ? 'Log in first' : 'Not now: you are logged in');
  }
  try {
    return await traced(`POP3 ${name}`, { kind: 'server' }, async () => command.run(session, argument));
  } catch (error) {
    if (error instanceof TimedOut || error instanceof ConnectionClosed) throw error;
    if (error instanceof LineTooLong) return tooLong; // an answer to a challenge
    log.error('pop3: a command failed', { command: name, reason: reasonOf(error) });
    const what = error instanceof StorageFault ? 'The storage of messages does not answer now' : 'Something is out of order here';
    return failed(`${what}: try again later`, 'SYS/TEMP');
  }
}
