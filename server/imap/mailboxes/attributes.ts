/** Attributes of LIST (RFC 9051 §7.3.1, RFC 6154 §2, RFC 3348). */
import type { MailboxRole } from '#server/store/index.ts';
import { isSubscribed } from './subscriptions.ts';
import type { NamedMailbox } from './tree.ts';

const byRole: Partial<Record<MailboxRole, string>> = {
  drafts: '\\Drafts',
  sent: '\\Sent',
  junk: '\\Junk',
  trash: '\\Trash',
  archive: '\\Archive',
};

/** Of the user's own mailboxes: what is \\Sent to its owner is not where others keep what they send. */
export function specialUse({ place }: NamedMailbox): string | null {
  return (place?.own && place.mailbox.role && byRole[place.mailbox.role]) || null;
}

/** The role of a special use that a client asks for in CREATE. */
export function roleOf(use: string): MailboxRole | null {
  const found = Object.entries(byRole).find(([, attribute]) => attribute.toLowerCase() === use.toLowerCase());
  return (found?.[0] as MailboxRole | undefined) ?? null;
}

/** Special use is shown unasked too: programs that never ask find Sent and Drafts by it. */
export function attributes(named: NamedMailbox, { subscribed = false, extended = true } = {}): string[] {
  const use = specialUse(named);
  return [
    // RFC 5258 §3: \\NonExistent implies \\Noselect; who did not ask in the new way is told the old word.
    ...(named.place ? [] : [extended ? '\\NonExistent' : '\\Noselect']),
    ...(subscribed && isSubscribed(named) ? ['\\Subscribed'] : []),
    named.hasChildren ? '\\HasChildren' : '\\HasNoChildren',
    ...(use ? [use] : []),
  ];
}
