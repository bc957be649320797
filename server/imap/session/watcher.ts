/** What a session asks of NOTIFY (RFC 5465); `notify.ts` is it. */
import type { NotifyGroup } from '#lib/imap/requests/notify-request.ts';

export interface Watcher {
  /** What was asked for the selected mailbox; null: nothing. */
  readonly selectedGroup: NotifyGroup | null;
  /** RFC 5465 §6.1.2: EXPUNGE waits for a command that allows it. */
  readonly delaysExpunge: boolean;
  /** Says what happened since the last time, when a hint came or `look` is set. */
  tell(look?: boolean): Promise<void>;
  /** This session made, renamed, deleted or (un)subscribed it: RFC 5465 §5 asks not to tell it so. */
  caused(accountId: number, mailboxId: number): void;
  causedMetadata(accountId: number, mailboxId: number, entry: string): void;
  end(): void;
}
