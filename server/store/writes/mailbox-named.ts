/** Mailboxes by their paths, `/` between names; INBOX in any case (RFC 9051 §5.1). */
import type { Mailbox, Outcome } from '../contract.ts';
import { listMailboxes } from '../reads/mailboxes.ts';
import { createMailbox } from './create-mailbox.ts';

/** The id of the mailbox at this path, made with all above it when it is not there. */
export async function mailboxNamed(accountId: number, path: string): Promise<Outcome<number>> {
  const known = await listMailboxes(accountId);
  let parentId: number | null = null;
  for (const [index, name] of path.split('/').entries()) {
    const isInbox = index === 0 && name.toUpperCase() === 'INBOX';
    const found: Mailbox | undefined = known.find((box) =>
      isInbox ? box.role === 'inbox' : box.parentId === parentId && box.name === name,
    );
    if (found) parentId = found.mailboxId;
    else {
      const made: Outcome<Mailbox> = await createMailbox(accountId, { name, parentId });
      if (!made.ok) return made;
      parentId = made.value.mailboxId;
    }
  }
  return parentId === null ? { ok: false, reason: 'invalidName' } : { ok: true, value: parentId };
}
