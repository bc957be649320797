/** An SMTP, submission or LMTP session from greeting to QUIT (RFC 5321, RFC 6409, RFC 2033). */
import type net from 'node:net';
import { reply } from '#lib/smtp/reply.ts';
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { ConnectionClosed, LineTooLong, TimedOut } from '#server/net/connection.ts';
import { limits } from '#server/net/limits.ts';
import type { ListenerContext } from '#server/net/listener-context.ts';
import { serveSession } from '#server/net/serve-session.ts';
import { commandsOf } from './commands.ts';
import { exceedsRate } from './rates.ts';
import { SmtpSession } from './session.ts';

const mostWaiting = 100; // replies: who sends commands without end has to take what it is told

export function serveSmtp(socket: net.Socket, context: ListenerContext): Promise<void> {
  return serveSession(socket, context, (connection) => {
    const session = new SmtpSession(connection, context);
    return {
      run: () => speak(session),
      stop: () => {
        if (session.transaction === null && !connection.hasBufferedInput) sayGoodbye(session);
      },
      timedOut: () => session.send(reply(421, '4.4.2', `${config().hostname} closing connection: nothing came in time`)),
      // Only who submits has to; a server that brings mail, and LMTP's, need no name.
      anonymousSince: () => (session.submission && !session.user ? session.anonymousSince : null),
      neverLoggedIn: () => {
        session.ended = true;
        session.send(reply(421, '4.4.2', `${config().hostname} closing connection: nobody logged in for too long`));
      },
      end: () => session.guard.release(),
    };
  });
}

async function speak(session: SmtpSession): Promise<void> {
  try {
    if (await greet(session)) await converse(session);
  } catch (error) {
    if (error instanceof TimedOut || error instanceof ConnectionClosed) throw error;
    log.error('smtp: session failed', { remote: session.connection.remoteAddress, reason: reasonOf(error) });
    session.send(reply(421, '4.3.0', `${config().hostname} has trouble, please try again later`));
  }
}

/**
 * RFC 5321 §4.3.1: the server speaks first. Who does not wait is no mail server, but a robot, or a browser made to talk to us. Programs of
 * this machine are let be, and who asked for TLS at once has had to listen already.
 */
async function greet(session: SmtpSession): Promise<boolean> {
  const { connection, context } = session;
  if (session.stranger && exceedsRate('connections', connection.remoteAddress, Date.now())) {
    log.info('smtp: refused, too many connections in a minute', { remote: connection.remoteAddress });
    session.send(reply(421, '', `${config().hostname} too many connections from your address, please slow down`));
    return false;
  }
  if (session.stranger && !context.implicitTls) {
    const first = await connection.inputOrSignal(context.stopping, limits.smtpGreetingPauseMs).catch((error: unknown) => {
      if (error instanceof TimedOut) return 'silent' as const;
      throw error;
    });
    if (first === 'closed') return false;
    if (first === 'input') {
      log.info('smtp: refused, it spoke before the greeting', { remote: connection.remoteAddress });
      session.send(reply(554, '', `${config().hostname} speaks first: connection refused`));
      return false;
    }
  }
  session.send(reply(220, '', session.lmtp ? `${config().hostname} LMTP` : config().hostname));
  return true;
}

async function converse(session: SmtpSession): Promise<void> {
  const { connection, context } = session;
  for (let waiting = 0; !session.ended && !connection.closed; waiting++) {
    // RFC 2920 §3.2: the replies to commands that came together leave together, as far as their number is bounded.
    if (!connection.hasBufferedInput || waiting >= mostWaiting) {
      await connection.flush();
      waiting = 0;
    }
    if (context.stopping.aborted) return sayGoodbye(session);
    const beforeLogin = session.submission && !session.user;
    // RFC 4954 §4.3: the initial response of AUTH may be long.
    const maxLine = beforeLogin ? limits.smtpAuthLineBytes : limits.smtpLineBytes;
    let line: string;
    try {
      const bytes = await connection.readLine(maxLine, beforeLogin ? limits.beforeLoginMs : limits.smtpIdleMs);
      if (bytes === null) return;
      line = bytes.toString('utf8');
    } catch (error) {
      if (!(error instanceof LineTooLong)) throw error;
      session.send(reply(500, '5.5.2', `That line is longer than ${maxLine} octets`));
      if (session.worn) break;
      continue;
    }
    await execute(session, line);
    if (session.worn) break;
  }
  const words = { errors: 'too many errors', junk: 'too many commands without a message' };
  if (session.worn && !session.ended) session.send(reply(421, '4.7.0', `${config().hostname} closing connection: ${words[session.worn]}`));
}

async function execute(session: SmtpSession, line: string): Promise<void> {
  // Who ends commands otherwise ends messages otherwise, too. People who type them on this machine are let be.
  if (session.stranger && !session.connection.lineEndedInCrlf)
    return session.send(reply(500, '5.5.2', 'Commands end in CRLF (RFC 5321 section 2.3.8)'));
  const match = /^([A-Za-z]+)(?:[ \t]+(.*))?[ \t]*$/s.exec(line.trimEnd());
  const command = commandsOf(session.context.kind).get(match?.[1]?.toUpperCase() ?? '');
  if (!command || /[\0\r]/.test(line)) return session.send(reply(500, '5.5.1', 'Command not recognised'));
  await command(session, (match?.[2] ?? '').trim());
}

function sayGoodbye(session: SmtpSession): void {
  if (session.ended) return;
  session.ended = true;
  session.send(reply(421, '4.3.2', `${config().hostname} closing connection`));
  session.connection.close();
}
