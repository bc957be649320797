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
  /** How many messages of the mailbox are copies of another one in it. */
  doubles: number;
  /** The highest mod-sequence that the account is said to have reached. */
  #hinted = 0;
  readonly #unwatch: () => void;
  /** Reads the messages into the view, where SELECT has answered without them. */
  #load: (() => Promise<void>) | null = null;
  #loading: Promise<void> | null = null;

  constructor({ accountId, path, rights }: Place, mailbox: Mailbox, view: View, readOnly: boolean, onHint: () => void) {
    this.accountId = accountId;
    this.mailboxId = mailbox.mailboxId;
    this.path = path;
    this.uidvalidity = mailbox.uidvalidity;
    this.rights = rights;
    this.keywords = mailbox.keywords;
    this.doubles = mailbox.doubles;
    this.view = view;
    this.readOnly = readOnly;
    this.#unwatch = watchAccount(accountId, (modseq) => {
      this.hint(modseq);
      onHint();
    });
  }

  /** The view gets its messages later: it is begun at once, and `ready` waits for it. */
  loadLater(load: () => Promise<void>): void {
    this.#load = load;
    this.ready().catch(() => {}); // said to the first command that needs it, which tries again
  }

  /** When it holds its messages. */
  async ready(): Promise<void> {
    if (!this.#load) return;
    this.#loading ??= this.#load();
    try {
      await this.#loading;
      this.#load = null;
    } finally {
      this.#loading = null;
    }
  }

  /** Something in the account changed that the view may not have. */
  get stale(): boolean {
    return this.#hinted > this.view.modseq;
  }

  hint(modseq = Infinity): void {
    this.#hinted = Math.max(this.#hinted, modseq);
  }

  /** Before changes are read: a hint that comes meanwhile is not lost. Afterwards the view is complete up to the result. */
  takeHints(): number {
    const hinted = this.#hinted;
    this.#hinted = 0;
    return hinted === Infinity ? 0 : hinted;
  }

  /**
   * This session's own write, which the view has already: when it came right behind what is known, there is nothing to read. Only for one
   * that changed something: another's mod-sequence would be taken for known. Emails that are in the mailbox twice change twice.
   */
  noteOwn(modseq: number): void {
    if (modseq === this.view.modseq + 1 && this.doubles === 0) this.view.modseq = modseq;
  }

  close(): void {
    this.#unwatch();
  }
}
