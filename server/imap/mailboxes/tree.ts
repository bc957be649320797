/** The account's mailboxes by their IMAP names: `/` between levels, INBOX for the one with that role (RFC 9051 §5.1). */
import type { Cursor } from '#lib/imap/cursor.ts';
import { encodeString } from '#lib/imap/encode.ts';
import { decodeMailboxName, encodeMailboxName } from '#lib/imap/mailbox-name.ts';
import { listMailboxes, type Mailbox } from '#server/store/index.ts';

export interface NamedMailbox {
  mailbox: Mailbox;
  path: string;
  hasChildren: boolean;
}

/** In the order of names, INBOX first, children after their parent. */
export async function mailboxTree(accountId: number): Promise<NamedMailbox[]> {
  const all = await listMailboxes(accountId);
  const children = new Map<number | null, Mailbox[]>();
  for (const mailbox of all) children.set(mailbox.parentId, [...(children.get(mailbox.parentId) ?? []), mailbox]);
  const named: NamedMailbox[] = [];
  const descend = (parentId: number | null, prefix: string) => {
    const rank = (mailbox: Mailbox) => (mailbox.role === 'inbox' ? 0 : 1);
    const level = (children.get(parentId) ?? []).sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
    for (const mailbox of level) {
      const path = prefix + (mailbox.role === 'inbox' ? 'INBOX' : mailbox.name);
      named.push({ mailbox, path, hasChildren: children.has(mailbox.mailboxId) });
      descend(mailbox.mailboxId, `${path}/`);
    }
  };
  descend(null, '');
  return named;
}

/** A mailbox name argument, decoded; null when it is no valid name, and then no mailbox has it. */
export function mailboxArgument(cursor: Cursor): string | null {
  cursor.space();
  const name = decodeMailboxName(cursor.astring());
  return name === null ? null : name.replace(/^inbox(?=\/|$)/i, 'INBOX');
}

export async function findMailbox(accountId: number, path: string | null): Promise<Mailbox | null> {
  if (path === null) return null;
  return (await mailboxTree(accountId)).find((named) => named.path === path)?.mailbox ?? null;
}

/** As it goes over the wire. */
export function wireName(path: string): string {
  return encodeString(encodeMailboxName(path));
}
