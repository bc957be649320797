/** The selected mailbox of a session: its view of the messages, and the hints that something changed. */
import { watchAccount, type Mailbox } from '#server/store/index.ts';
import type { View } from './view.ts';

export class Selected {
  readonly mailboxId: number;
  readonly uidvalidity: number;
  readonly readOnly: boolean;
  readonly view: View;
  /** Known keywords besides those that have a bit: FLAGS named them. */
  keywords: readonly string[];
  /** Something in the account changed since the view was brought up to date. */
  stale = false;
  /** Called at each hint: IDLE waits for it. */
  onHint: () => void = () => {};
  readonly #unwatch: () => void;

  constructor(accountId: number, mailbox: Mailbox, view: View, readOnly: boolean) {
    this.mailboxId = mailbox.mailboxId;
    this.uidvalidity = mailbox.uidvalidity;
    this.keywords = mailbox.keywords;
    this.view = view;
    this.readOnly = readOnly;
    this.#unwatch = watchAccount(accountId, () => {
      this.stale = true;
      this.onHint();
    });
  }

  close(): void {
    this.#unwatch();
  }
}
