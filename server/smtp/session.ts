/** One client of SMTP, submission or LMTP: what is known of it, and the transaction it is in (RFC 5321 §3.3). */
import { formatReply, reply, type Reply } from '#lib/smtp/reply.ts';
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import { SessionGuard } from '#server/auth/guard-session.ts';
import { config } from '#server/config/config.ts';
import type { Connection } from '#server/net/connection.ts';
import type { ListenerContext } from '#server/net/listener-context.ts';
import { limits } from '#server/net/limits.ts';

export interface Transaction {
  /** Of the message that it brings. */
  traceId: string;
  begunAt: Date;
  /** '' is the null sender. */
  sender: string;
  smtputf8: boolean;
  /** RFC 6152, RFC 3030. */
  body: '7BIT' | '8BITMIME' | 'BINARYMIME';
  /** RFC 8689: never in clear text from here on. */
  requireTls: boolean;
  /** RFC 3461 §4.3, §4.4. */
  ret: 'FULL' | 'HDRS' | null;
  envId: string | null;
  /** RFC 4865: not before. */
  sendAt: Date | null;
  recipients: AcceptedRecipient[];
  /** What BDAT has brought so far; null before the first chunk. */
  chunks: { pieces: Buffer[]; size: number } | null;
}
export interface AcceptedRecipient {
  address: string;
  /** Accounts here that get it. */
  accounts: number[];
  /** Addresses elsewhere: an alias's, or a user's recipient. */
  remote: string[];
  /** RFC 3461 §4.1, §4.2. */
  notify: string | null;
  orcpt: string | null;
  /** Its domain is not served here. */
  isElsewhere?: boolean;
}

export class SmtpSession {
  readonly connection: Connection;
  readonly context: ListenerContext;
  helo: string | null = null;
  esmtp = false;
  user: AuthenticatedUser | null = null;
  /** When the connection, or its time without a user, began. */
  anonymousSince = Date.now();
  /** RFC 5321 §3.8: in the middle of a transaction as well; nothing that was not acknowledged is taken. */
  readonly guard = new SessionGuard(() => {
    this.ended = true;
    this.send(reply(421, '4.7.0', `${config().hostname} closing connection: your password was changed, or the account was suspended`));
    this.connection.close();
  });
  /** Lower-case addresses that the user may send as. */
  ownAddresses = new Set<string>();
  transaction: Transaction | null = null;
  failedLogins = 0;
  errors = 0;
  /** Commands that did nothing since the last message. */
  junk = 0;
  ended = false;

  constructor(connection: Connection, context: ListenerContext) {
    this.connection = connection;
    this.context = context;
  }

  get submission(): boolean {
    return this.context.kind === 'submission';
  }

  get lmtp(): boolean {
    return this.context.kind === 'lmtp';
  }

  /** A server that we do not know: limits and doubts are for those. */
  get stranger(): boolean {
    return this.context.kind === 'smtp' && !this.connection.isLoopback;
  }

  send(reply: Reply): void {
    if (reply.code >= 500 || reply.code === 421) this.errors++;
    // RFC 2920 §3.2: the replies to commands that came together leave together.
    this.connection.write(formatReply(reply, this.esmtp), { waits: this.connection.hasBufferedInput });
  }

  /** Too many refused commands, or too many that do nothing: a guesser, or a program gone mad. */
  get worn(): 'errors' | 'junk' | null {
    if (this.errors >= limits.smtpErrors) return 'errors';
    return this.junk >= limits.smtpJunkCommands ? 'junk' : null;
  }

  /** RFC 5321 §4.1.4. */
  reset(): void {
    this.transaction = null;
  }

  /** RFC 3207 §4.2: under TLS nothing counts that came in clear text, least of all who somebody between has logged in as. */
  forget(): void {
    this.reset();
    this.guard.release();
    if (this.user) this.anonymousSince = Date.now();
    this.user = null;
    this.ownAddresses = new Set();
    this.helo = null;
    this.esmtp = false;
  }
}
