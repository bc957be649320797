/**
 * The counts of mailboxes (RFC 8621 §2) after a change of emails, as far as the model knows their conversations: so that the tree follows
 * at once, also without a network. The server's own counts replace them when it tells. Pure.
 */
import type { ListEmail, Mailbox } from '../types.ts';

type Counts = Pick<Mailbox, 'totalEmails' | 'unreadEmails' | 'totalThreads' | 'unreadThreads'>;
type Emails = ReadonlyMap<string, ListEmail>;

/** What changes in each mailbox. `threads`: the emails of a conversation, where they are known. */
export function countChanges(
  ids: readonly string[],
  before: Emails,
  after: Emails,
  threads: ReadonlyMap<string, readonly string[]>,
): Map<string, Counts> {
  const changes = new Map<string, Counts>();
  const add = (mailboxId: string, name: keyof Counts, by: number) => {
    const counts = changes.get(mailboxId) ?? { totalEmails: 0, unreadEmails: 0, totalThreads: 0, unreadThreads: 0 };
    counts[name] += by;
    changes.set(mailboxId, counts);
  };
  const count = (emails: Emails, sign: 1 | -1) => {
    for (const id of ids) {
      const email = emails.get(id);
      for (const mailboxId of Object.keys(email?.mailboxIds ?? {})) {
        add(mailboxId, 'totalEmails', sign);
        if (email && isUnread(email)) add(mailboxId, 'unreadEmails', sign);
      }
    }
    for (const members of conversationsOf(ids, emails, threads)) {
      const unread = members.some(isUnread);
      for (const mailboxId of new Set(members.flatMap((email) => Object.keys(email.mailboxIds)))) {
        add(mailboxId, 'totalThreads', sign);
        if (unread) add(mailboxId, 'unreadThreads', sign);
      }
    }
  };
  count(before, -1);
  count(after, 1);
  return changes;
}

export function recounted(mailboxes: Mailbox[], changes: ReadonlyMap<string, Counts>): Mailbox[] {
  if (!mailboxes.some(({ id }) => changes.has(id))) return mailboxes;
  return mailboxes.map((mailbox) => {
    const by = changes.get(mailbox.id);
    if (!by) return mailbox;
    const sum = (name: keyof Counts) => Math.max(0, mailbox[name] + by[name]);
    const counts = { totalEmails: sum('totalEmails'), unreadEmails: sum('unreadEmails') };
    return { ...mailbox, ...counts, totalThreads: sum('totalThreads'), unreadThreads: sum('unreadThreads') };
  });
}

/** RFC 8621 §2: a draft is never unread. */
const isUnread = ({ keywords }: ListEmail) => !keywords.$seen && !keywords.$draft;

function conversationsOf(ids: readonly string[], emails: Emails, threads: ReadonlyMap<string, readonly string[]>): ListEmail[][] {
  const threadIds = new Set(ids.flatMap((id) => emails.get(id)?.threadId ?? []));
  return [...threadIds].map((threadId) => {
    const known = threads.get(threadId) ?? ids.filter((id) => emails.get(id)?.threadId === threadId);
    return known.flatMap((id) => emails.get(id) ?? []);
  });
}
