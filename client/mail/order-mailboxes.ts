/** The sidebar's order: special mailboxes as people know them, then folders by name, children below their parents. Pure. */
import type { Mailbox } from './types.ts';

export interface TreeEntry {
  /** What the address calls it: a role, a view, or the id. */
  box: string;
  id: string | null;
  name: string;
  depth: number;
  count: number;
  counts: 'unread' | 'drafts';
}

const before = ['inbox', 'starred', 'snoozed', 'scheduled', 'drafts', 'sent', 'archive'];
const after = ['junk', 'trash', 'all'];
const views: Record<string, string> = { starred: 'Starred', all: 'All mail' };

export function orderMailboxes(mailboxes: readonly Mailbox[]): TreeEntry[] {
  if (mailboxes.length === 0) return [];
  const special = (box: string): TreeEntry[] => {
    const mailbox = mailboxes.find(({ role }) => role === box);
    if (mailbox) return [entryOf(mailbox, 0), ...childrenOf(mailbox.id, 1)];
    const name = views[box];
    return name ? [{ box, id: null, name, depth: 0, count: 0, counts: 'unread' }] : [];
  };
  const childrenOf = (parentId: string | null, depth: number): TreeEntry[] =>
    mailboxes
      .filter((mailbox) => mailbox.parentId === parentId && (parentId !== null || mailbox.role === null))
      .filter(({ role }) => role === null || ![...before, ...after].includes(role))
      .sort((a, b) => a.sortOrder - b.sortOrder || a.name.localeCompare(b.name))
      .flatMap((mailbox) => [entryOf(mailbox, Math.min(depth, 4)), ...childrenOf(mailbox.id, depth + 1)]);
  return [...before.flatMap(special), ...childrenOf(null, 0), ...after.flatMap(special)];
}

function entryOf(mailbox: Mailbox, depth: number): TreeEntry {
  const isDrafts = mailbox.role === 'drafts';
  const count = isDrafts ? mailbox.totalEmails : ['sent', 'trash'].includes(mailbox.role ?? '') ? 0 : mailbox.unreadThreads;
  const name = mailbox.role === 'inbox' ? 'Inbox' : mailbox.name;
  return { box: mailbox.role ?? mailbox.id, id: mailbox.id, name, depth, count, counts: isDrafts ? 'drafts' : 'unread' };
}
