/** The Mailboxes of an account as its user sees them: all of one's own, those of another account that are shared. */
import { mailboxWireId } from '#lib/ids.ts';
import type { JmapMailbox } from '#lib/jmap/types.ts';
import { listMailboxes } from '#server/store/index.ts';
import type { MethodContext } from '../method.ts';
import { toJmapMailbox } from './mailbox-object.ts';

export async function mailboxesOf({ accountId, shared }: MethodContext): Promise<JmapMailbox[]> {
  const all = await listMailboxes(accountId);
  if (!shared) return all.map((mailbox) => toJmapMailbox(accountId, mailbox));
  return all
    .filter(({ mailboxId }) => shared.isVisible(mailboxId))
    .map((mailbox) => {
      const { mailboxId, parentId } = mailbox;
      const own = toJmapMailbox(accountId, mailbox);
      const may = (letters: string) => shared.may(mailboxId, letters);
      const counts = may('r') ? {} : { totalEmails: 0, unreadEmails: 0, totalThreads: 0, unreadThreads: 0 };
      return {
        ...own,
        ...counts,
        // What lies above and is not shared is not there: the tree begins here.
        parentId: parentId !== null && shared.isVisible(parentId) ? mailboxWireId(accountId, parentId) : null,
        isSubscribed: shared.isSubscribed(mailboxId),
        // RFC 8621 §2, with the letters of RFC 4314 §2.1.
        myRights: {
          ...{ mayReadItems: may('r'), mayAddItems: may('i'), mayRemoveItems: may('te'), maySetSeen: may('s'), maySetKeywords: may('w') },
          // Mailboxes themselves are made and changed by their owner, or by IMAP.
          ...{ mayCreateChild: false, mayRename: false, mayDelete: false, maySubmit: false },
        },
      };
    });
}
