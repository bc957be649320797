/**
 * The frame of every session, whatever its protocol: TLS from the first octet where the listener has it, a word when the process stops; and
 * however it ends, what it holds is given back and the connection closed.
 */
import type net from 'node:net';
import { Connection, ConnectionClosed, TimedOut } from './connection.ts';
import { limits } from './limits.ts';
import type { ListenerContext } from './listener-context.ts';

export interface ServedSession {
  /** Until the client, or the protocol, has enough. */
  run: () => Promise<void>;
  /** The process stops: good-bye, at once or as soon as nothing is lost by it. */
  stop: () => void;
  /** The client was silent for too long: what there is to say of that. */
  timedOut: () => void;
  /** Since when nobody is logged in; null while somebody is, and where nobody has to. */
  anonymousSince: () => number | null;
  /** Nobody has logged in for too long, whatever was said: what there is to say of that. */
  neverLoggedIn: () => void;
  /** Gives back what outlives the connection: watches, guards. */
  end: () => void;
}

export async function serveSession(
  socket: net.Socket,
  context: ListenerContext,
  open: (connection: Connection) => ServedSession,
): Promise<void> {
  const connection = new Connection(socket, context.implicitTls ? { implicitTls: context.secureContext() } : {});
  const session = open(connection);
  const relent = waitForLogIn(session, connection);
  context.stopping.addEventListener('abort', session.stop, { once: true });
  try {
    if (context.stopping.aborted) session.stop();
    else await session.run();
  } catch (error) {
    if (error instanceof TimedOut) session.timedOut();
    else if (!(error instanceof ConnectionClosed)) throw error;
  } finally {
    relent();
    context.stopping.removeEventListener('abort', session.stop);
    session.end();
    connection.close();
  }
}

/** Closes the connection when it stays without log-in for too long. Returns what ends the waiting. */
function waitForLogIn(session: ServedSession, connection: Connection): () => void {
  let timer: NodeJS.Timeout;
  const look = (ms: number) => {
    timer = setTimeout(() => {
      // Who is logged in now may log out again (RFC 8437).
      const left = (session.anonymousSince() ?? Date.now()) + limits.logInMs - Date.now();
      if (left > 0) return look(left);
      session.neverLoggedIn();
      connection.close();
    }, ms);
    timer.unref();
  };
  look(limits.logInMs);
  return () => clearTimeout(timer);
}
