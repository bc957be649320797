/** The sidebar's order: special mailboxes as people know them, then folders by name, children below their parents. Pure. */
import { words } from '#client/i18n/words.ts';
import type { Mailbox } from '../types.ts';

export interface TreeEntry {
  /** What the address calls it: a role, a view, or the id. */
  box: string;
  role: string | null;
  id: string | null;
  name: string;
  depth: number;
  parentId: string | null;
  hasChildren: boolean;
  count: number;
  counts: 'unread' | 'drafts';
  /** Of a label. */
  color: string | null;
}

const before = ['inbox', 'starred', 'snoozed', 'scheduled', 'drafts', 'sent', 'archive'];
const after = ['junk', 'trash', 'all'];
const views = ['starred', 'snoozed', 'all'] as const;

export function orderMailboxes(mailboxes: readonly Mailbox[]): TreeEntry[] {
  if (mailboxes.length === 0) return [];
  const special = (box: string): TreeEntry[] => {
    const mailbox = mailboxes.find(({ role }) => role === box);
    if (mailbox) return [entryOf(mailboxes, mailbox, 0), ...childrenOf(mailbox.id, 1)];
    const view = views.find((one) => one === box);
    return view ? [{ box, role: box, id: null, ...noChild, name: words('mail')(`mailboxes.${view}`) }] : [];
  };
  const childrenOf = (parentId: string | null, depth: number): TreeEntry[] =>
    mailboxes
      .filter((mailbox) => mailbox.parentId === parentId && (parentId !== null || mailbox.role === null))
      .filter(({ role, color }) => (role === null || ![...before, ...after].includes(role)) && (parentId !== null || color === null))
      .sort((a, b) => a.sortOrder - b.sortOrder || a.name.localeCompare(b.name))
      .flatMap((mailbox) => [entryOf(mailboxes, mailbox, Math.min(depth, 4)), ...childrenOf(mailbox.id, depth + 1)]);
  return [...before.flatMap(special), ...childrenOf(null, 0), ...after.flatMap(special)];
}

/** Labels: mailboxes of one's own with a colour, at the top. */
export function orderLabels(mailboxes: readonly Mailbox[]): TreeEntry[] {
  return mailboxes
    .filter(({ role, color, parentId }) => role === null && color !== null && parentId === null)
    .sort((a, b) => a.sortOrder - b.sortOrder || a.name.localeCompare(b.name))
    .flatMap((label) => [
      entryOf(mailboxes, label, 0),
      ...mailboxes.filter(({ parentId }) => parentId === label.id).map((child) => entryOf(mailboxes, child, 1)),
    ]);
}

/** What somebody shares: as one's own, but named by their ids, and without the views over all mail. */
export function orderShared(mailboxes: readonly Mailbox[]): TreeEntry[] {
  const rank = ({ role }: Mailbox) => [...before, null, ...after].indexOf(role);
  const childrenOf = (parentId: string | null, depth: number): TreeEntry[] =>
    mailboxes
      .filter((mailbox) => mailbox.parentId === parentId)
      .sort((a, b) => rank(a) - rank(b) || a.sortOrder - b.sortOrder || a.name.localeCompare(b.name))
      .flatMap((mailbox) => [
        { ...entryOf(mailboxes, mailbox, Math.min(depth, 4)), box: mailbox.id },
        ...childrenOf(mailbox.id, depth + 1),
      ]);
  return childrenOf(null, 0);
}

/** The entry of a route's first word. */
export function entryOfBox(mailboxes: readonly Mailbox[], box: string, shared: readonly Mailbox[] = []): TreeEntry | undefined {
  return [...orderMailboxes(mailboxes), ...orderLabels(mailboxes), ...orderShared(shared)].find(
    (entry) => entry.box === box || entry.id === box,
  );
}

const noChild = { depth: 0, parentId: null, hasChildren: false, count: 0, counts: 'unread', color: null } as const;

function entryOf(mailboxes: readonly Mailbox[], mailbox: Mailbox, depth: number): TreeEntry {
  const isDrafts = ['drafts', 'snoozed', 'scheduled'].includes(mailbox.role ?? '');
  const count = isDrafts ? mailbox.totalEmails : ['sent', 'trash'].includes(mailbox.role ?? '') ? 0 : mailbox.unreadThreads;
  const name = nameOfMailbox(mailbox);
  const { id, role, parentId, color } = mailbox;
  const hasChildren = mailboxes.some((one) => one.parentId === id);
  return { box: role ?? id, role, id, name, depth, parentId, hasChildren, count, counts: isDrafts ? 'drafts' : 'unread', color };
}

const standard = {
  ...{ inbox: 'INBOX', drafts: 'Drafts', sent: 'Sent', archive: 'Archive', junk: 'Junk', trash: 'Trash', snoozed: 'Snoozed' },
  ...{ scheduled: 'Scheduled', templates: 'Templates' },
};
const isStandard = (role: string): role is keyof typeof standard => role in standard;

/** Mailboxes that the server named are called in the reader's language; those that a person renamed, as that person did. */
export function nameOfMailbox({ role, name }: Pick<Mailbox, 'role' | 'name'>): string {
  return role !== null && isStandard(role) && (name === standard[role] || role === 'inbox') ? words('mail')(`mailboxes.${role}`) : name;
}
