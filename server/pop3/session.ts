/** One POP3 connection: who is logging in, what is in the maildrop, what is to be deleted. Commands change it; `serve.ts` drives it. */
import { SessionGuard } from '#server/auth/guard-session.ts';
import type { Connection } from '#server/net/connection.ts';
import type { ListenerContext } from '#server/net/listener-context.ts';
import type { Maildrop } from './maildrop.ts';
import { ReadAhead } from './read-ahead.ts';
import type { Reply } from './reply.ts';

/** RFC 1939 §3; the UPDATE state lasts only as long as QUIT does. */
export type State = 'authorization' | 'transaction';

export class Session {
  readonly connection: Connection;
  readonly context: ListenerContext;
  readonly begunAt = Date.now();
  /** What USER said; PASS must follow. */
  login: string | null = null;
  maildrop: Maildrop | null = null;
  readonly readAhead = new ReadAhead();
  /** RFC 1939 has no word for it: the connection ends, and nothing is deleted. */
  readonly guard = new SessionGuard(() => this.connection.close());
  ended = false;
  /** Commands that made no sense, and failed log-ins. */
  errors = 0;

  constructor(connection: Connection, context: ListenerContext) {
    this.connection = connection;
    this.context = context;
  }

  get state(): State {
    return this.maildrop ? 'transaction' : 'authorization';
  }

  /** The snapshot; only commands for the transaction state ask. */
  get open(): Maildrop {
    if (!this.maildrop) throw new Error('pop3: no one is logged in');
    return this.maildrop;
  }

  send({ ok, text }: Reply): void {
    this.connection.write(`${ok ? '+OK' : '-ERR'}${text ? ` ${text}` : ''}\r\n`);
  }

  /** A multi-line answer of short lines, none of which begins with a dot. */
  sendLines(first: string, lines: readonly string[]): void {
    this.connection.write(['+OK' + (first ? ` ${first}` : ''), ...lines, '.', ''].join('\r\n'));
  }
}
