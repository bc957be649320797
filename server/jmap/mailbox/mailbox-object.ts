/** A Mailbox as RFC 8621 §2 describes it. */
import { mailboxWireId } from '#lib/ids.ts';
import type { JmapMailbox, MailboxRights } from '#lib/jmap/types.ts';
import type { Mailbox } from '#server/store/index.ts';

export const mailboxProperties = [
  'id',
  'name',
  'parentId',
  'role',
  'sortOrder',
  'totalEmails',
  'unreadEmails',
  'totalThreads',
  'unreadThreads',
  'myRights',
  'isSubscribed',
  'color',
] as const satisfies readonly (keyof JmapMailbox)[];

/** What changes when mail comes, goes or is read: Mailbox/changes names these when nothing else did (RFC 8621 §2.2). */
export const countProperties = ['totalEmails', 'unreadEmails', 'totalThreads', 'unreadThreads'] as const;

export function toJmapMailbox(accountId: number, mailbox: Mailbox): JmapMailbox {
  return {
    id: mailboxWireId(accountId, mailbox.mailboxId),
    name: mailbox.name,
    parentId: mailbox.parentId === null ? null : mailboxWireId(accountId, mailbox.parentId),
    role: mailbox.role,
    sortOrder: mailbox.sortOrder,
    totalEmails: mailbox.total - mailbox.doubles, // an email that is here twice counts once (RFC 8621 §4.1.1)
    unreadEmails: mailbox.unseen,
    totalThreads: mailbox.totalThreads,
    unreadThreads: mailbox.unseenThreads,
    myRights: rightsOn(mailbox),
    isSubscribed: mailbox.subscribed,
    color: mailbox.color,
  };
}

/** The owner may do everything but take away the mailbox that mail arrives in. */
function rightsOn(mailbox: Mailbox): MailboxRights {
  const inbox = mailbox.role === 'inbox';
  return {
    mayReadItems: true,
    mayAddItems: true,
    mayRemoveItems: true,
    maySetSeen: true,
    maySetKeywords: true,
    mayCreateChild: true,
    mayRename: !inbox,
    mayDelete: !inbox,
    maySubmit: true,
  };
}
