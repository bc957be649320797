/** Mailboxes by their paths. */
import type { Mailbox } from '#server/store/index.ts';

/** Each mailbox with the names on the way to it. */
export function withPaths(mailboxes: readonly Mailbox[]): { mailbox: Mailbox; names: string[] }[] {
  const byId = new Map(mailboxes.map((mailbox) => [mailbox.mailboxId, mailbox]));
  return mailboxes.map((mailbox) => {
    const names: string[] = [];
    for (let at: Mailbox | undefined = mailbox; at && names.length < 100; at = byId.get(at.parentId ?? -1)) names.unshift(at.name);
    return { mailbox, names };
  });
}
