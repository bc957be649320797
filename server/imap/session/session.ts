/**
 * One IMAP connection: who is logged in, what is selected, what was enabled. Commands change it; `serve.ts` drives it. Its lines to the
 * client are collected by the connection and leave together.
 */
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import { SessionGuard } from '#server/auth/guard-session.ts';
import type { Connection } from '#server/net/connection.ts';
import type { ListenerContext } from '#server/net/listener-context.ts';
import type { MetadataWatch } from '../mailboxes/metadata-watch.ts';
import type { Selected } from './selected.ts';
import type { Watcher } from './watcher.ts';

/** RFC 9051 §3. */
export type State = 'notAuthenticated' | 'authenticated' | 'selected';

export class Session {
  readonly connection: Connection;
  readonly context: ListenerContext;
  user: AuthenticatedUser | null = null;
  /** When the connection, or its time without a user, began. */
  anonymousSince = Date.now();
  readonly guard = new SessionGuard(() => {
    this.bye('Your password was changed, or the account was suspended: log in again.');
    this.connection.close();
  });
  selected: Selected | null = null;
  /** RFC 7162 §3.1: the client has shown that it knows of mod-sequences. */
  condstore = false;
  /** RFC 7162 §3.2.3: VANISHED instead of EXPUNGE from then on. */
  qresync = false;
  /** ENABLE IMAP4rev2: ESEARCH, no \Recent, LIST in SELECT (RFC 9051 appendix E). */
  rev2 = false;
  /** UTF-8 in quoted strings and in names of mailboxes (RFC 9051, RFC 6855 §3). */
  utf8 = false;
  /** RFC 6855 §3: ENABLE UTF8=ACCEPT, after which CHARSET in SEARCH is an error. */
  utf8Accept = false;
  /** RFC 9586: no message numbers, in neither direction. */
  uidOnly = false;
  /** RFC 5465: what the client wants to hear of at any time; null: nothing but its selected mailbox, while commands run. */
  notify: Watcher | null = null;
  /** RFC 5464 §4.4: the client wants to hear of annotations that others change. */
  metadata: MetadataWatch | null = null;
  /** Capabilities switched off for this account (`posthorn account capabilities`), in upper case. */
  disabled: ReadonlySet<string> = new Set();
  ended = false;
  /** Commands that made no sense, and failed log-ins. */
  errors = 0;
  /** Called when something changed in what this session watches: whoever waits for it puts himself here. */
  wake: () => void = () => {};

  constructor(connection: Connection, context: ListenerContext) {
    this.connection = connection;
    this.context = context;
  }

  get state(): State {
    if (!this.user) return 'notAuthenticated';
    return this.selected ? 'selected' : 'authenticated';
  }

  /** The user's own account; only commands for the authenticated state ask. */
  get accountId(): number {
    if (!this.user) throw new Error('imap: no one is logged in');
    return this.user.accountId;
  }

  /** What is selected; only commands for the selected state ask. */
  get open(): Selected {
    if (!this.selected) throw new Error('imap: nothing is selected');
    return this.selected;
  }

  untagged(text: string | Buffer): void {
    if (typeof text === 'string') this.connection.write(`* ${text}\r\n`);
    else for (const piece of ['* ', text, '\r\n']) this.connection.write(piece);
  }

  /** `12 FETCH`, or with UIDONLY `4711 UIDFETCH` (RFC 9586 §3.3). */
  fetchLabel(index: number): string {
    return this.uidOnly ? `${this.open.view.uid(index)} UIDFETCH` : `${index + 1} FETCH`;
  }

  unselect(): void {
    this.selected?.close();
    this.selected = null;
  }

  /** As it was after the greeting (RFC 8437 §2); TLS and compression stay. */
  logOut(): void {
    this.guard.release();
    this.unselect();
    this.notify?.end();
    this.notify = this.metadata = this.user = null;
    this.anonymousSince = Date.now();
    this.condstore = this.qresync = this.rev2 = this.utf8 = this.utf8Accept = this.uidOnly = false;
    this.disabled = new Set();
  }

  /** The last words, with their reason. */
  bye(text: string): void {
    if (!this.ended) this.untagged(`BYE ${text}`);
    this.ended = true;
  }
}
