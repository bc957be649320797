/**
 * One IMAP connection: who is logged in, what is selected, what was enabled. Commands change it; `serve.ts` drives it. Its lines to the
 * client are collected by the connection and leave together.
 */
import { config } from '#server/config/config.ts';
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import type { Connection } from '#server/net/connection.ts';
import type { ListenerContext } from '#server/net/listener-context.ts';
import type { Selected } from './selected.ts';

/** RFC 9051 §3. */
export type State = 'notAuthenticated' | 'authenticated' | 'selected';

export class Session {
  readonly connection: Connection;
  readonly context: ListenerContext;
  user: AuthenticatedUser | null = null;
  selected: Selected | null = null;
  /** RFC 7162 §3.1: the client has shown that it knows of mod-sequences. */
  condstore = false;
  /** RFC 7162 §3.2.3: VANISHED instead of EXPUNGE from then on. */
  qresync = false;
  ended = false;
  /** Commands that made no sense, and failed log-ins. */
  errors = 0;

  constructor(connection: Connection, context: ListenerContext) {
    this.connection = connection;
    this.context = context;
  }

  get state(): State {
    if (!this.user) return 'notAuthenticated';
    return this.selected ? 'selected' : 'authenticated';
  }

  /** The account; only commands for the authenticated state ask. */
  get accountId(): number {
    if (!this.user) throw new Error('imap: no one is logged in');
    return this.user.accountId;
  }

  /** What is selected; only commands for the selected state ask. */
  get open(): Selected {
    if (!this.selected) throw new Error('imap: nothing is selected');
    return this.selected;
  }

  /** May this peer send a password now? PLAINTEXT_AUTH decides where there is no TLS. */
  get passwordAllowed(): boolean {
    const { plaintextAuth } = config();
    if (this.connection.secure || plaintextAuth === 'always') return true;
    return plaintextAuth === 'loopback' && this.connection.isLoopback;
  }

  untagged(text: string): void {
    this.connection.write(`* ${text}\r\n`);
  }

  unselect(): void {
    this.selected?.close();
    this.selected = null;
  }

  /** The last words, with their reason. */
  bye(text: string): void {
    if (!this.ended) this.untagged(`BYE ${text}`);
    this.ended = true;
  }
}
