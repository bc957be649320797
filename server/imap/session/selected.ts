/** The selected mailbox of a session: its view of the messages, what it may do there, and the hints that something changed. */
import { watchAccount, type Mailbox } from '#server/store/index.ts';
import type { Place } from '../mailboxes/tree.ts';
import { Contexts } from './contexts.ts';
import type { View } from './view.ts';

export class Selected {
  /** Whose mailbox it is: another account's when it is shared. */
  readonly accountId: number;
  readonly mailboxId: number;
  readonly path: string;
  readonly uidvalidity: number;
  /** RFC 4314 §2.1. */
  readonly rights: string;
  readonly readOnly: boolean;
  readonly view: View;
  /** Searches whose results the client wants kept up to date (RFC 5267 §4.3). */
  readonly contexts = new Contexts();
  /** UIDs that this session made here itself: NOTIFY does not fetch them (RFC 5465 §5.2). */
  readonly ownArrivals = new Set<number>();
  /** Known keywords besides those that have a bit: FLAGS named them. */
  keywords: readonly string[];
  /** Something in the account changed since the view was brought up to date. */
  stale = false;
  readonly #unwatch: () => void;

  constructor({ accountId, path, rights }: Place, mailbox: Mailbox, view: View, readOnly: boolean, onHint: () => void) {
    this.accountId = accountId;
    this.mailboxId = mailbox.mailboxId;
    this.path = path;
    this.uidvalidity = mailbox.uidvalidity;
    this.rights = rights;
    this.keywords = mailbox.keywords;
    this.view = view;
    this.readOnly = readOnly;
    this.#unwatch = watchAccount(accountId, () => {
      this.stale = true;
      onHint();
    });
  }

  close(): void {
    this.#unwatch();
  }
}
