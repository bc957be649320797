/** One ManageSieve connection: who is logged in. Commands change it; `serve.ts` drives it. */
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import { credentialHolds, SessionGuard } from '#server/auth/guard-session.ts';
import type { Connection } from '#server/net/connection.ts';
import type { ListenerContext } from '#server/net/listener-context.ts';
import { bye, replyLine, type Reply } from './reply.ts';

export type State = 'notAuthenticated' | 'authenticated';

export class Session {
  readonly connection: Connection;
  readonly context: ListenerContext;
  /** When the connection, or its time without a user, began. */
  anonymousSince = Date.now();
  user: AuthenticatedUser | null = null;
  readonly guard = new SessionGuard(() => {
    this.send(bye('Your password was changed, or the account was suspended: log in again'));
    this.connection.close();
  });
  ended = false;
  /** Commands that made no sense, and failed log-ins. */
  errors = 0;

  constructor(connection: Connection, context: ListenerContext) {
    this.connection = connection;
    this.context = context;
  }

  get state(): State {
    return this.user ? 'authenticated' : 'notAuthenticated';
  }

  /** Only commands for those who are logged in ask. */
  get accountId(): number {
    if (!this.user) throw new Error('managesieve: no one is logged in');
    return this.user.accountId;
  }

  /** A changed password or a suspended account ends what was begun with the old one. */
  async stillAllowed(): Promise<boolean> {
    return !this.user || (await credentialHolds(this.user));
  }

  send(reply: Reply): void {
    this.connection.write(replyLine(reply));
    if (reply.status === 'BYE') this.ended = true;
  }
}
