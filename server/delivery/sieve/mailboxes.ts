/** An account's mailboxes as scripts name them: by path, special use or id; and one that is made when it is wanted. */
import { mailboxWireId } from '#lib/ids.ts';
import { mailboxPath } from '#lib/sieve/check/constants.ts';
import type { FileAction } from '#lib/sieve/run/actions.ts';
import type { SieveMailbox } from '#lib/sieve/run/environment.ts';
import { findMailbox } from '#lib/sieve/run/mailbox-tests.ts';
import { createMailbox, listMailboxes, type Mailbox, type MailboxRole } from '#server/store/index.ts';

export interface NamedMailbox extends SieveMailbox {
  mailboxId: number;
}

/** RFC 6154 §2. */
const specialUses: Partial<Record<MailboxRole, string>> = {
  archive: '\\Archive',
  drafts: '\\Drafts',
  junk: '\\Junk',
  sent: '\\Sent',
  trash: '\\Trash',
};

export async function namedMailboxes(accountId: number): Promise<NamedMailbox[]> {
  const all = await listMailboxes(accountId);
  const byId = new Map(all.map((mailbox) => [mailbox.mailboxId, mailbox]));
  const pathOf = (mailbox: Mailbox, depth = 0): string => {
    const name = mailbox.role === 'inbox' ? 'INBOX' : mailbox.name;
    const parent = mailbox.parentId === null || depth > 20 ? undefined : byId.get(mailbox.parentId);
    return parent ? `${pathOf(parent, depth + 1)}/${name}` : name;
  };
  return all.map((mailbox) => ({
    mailboxId: mailbox.mailboxId,
    path: pathOf(mailbox),
    id: mailboxWireId(accountId, mailbox.mailboxId),
    specialUse: (mailbox.role && specialUses[mailbox.role]) ?? null,
  }));
}

/** The mailbox that `fileinto` means; null when there is none. RFC 9042 §4, RFC 8579 §4: the name is what is left when they are not there. */
export async function targetOf(
  accountId: number,
  { mailbox, mailboxId, specialUse, create }: FileAction,
  mailboxes: readonly NamedMailbox[],
): Promise<number | null> {
  if (mailbox === null && mailboxId === null && specialUse === null) return null;
  const known =
    mailboxes.find(({ id }) => id === mailboxId) ??
    (specialUse === null ? undefined : mailboxes.find((one) => one.specialUse?.toLowerCase() === specialUse.toLowerCase())) ??
    findMailbox(mailboxes, mailbox ?? 'INBOX');
  if (known) return known.mailboxId;
  return create && mailbox !== null ? makePath(accountId, mailbox, mailboxes) : null;
}

async function makePath(accountId: number, path: string, mailboxes: readonly NamedMailbox[]): Promise<number | null> {
  let parentId: number | null = null;
  let upTo = '';
  for (const name of mailboxPath(path) ?? []) {
    upTo = upTo === '' ? name : `${upTo}/${name}`;
    const known = findMailbox(mailboxes, upTo);
    if (known) {
      parentId = known.mailboxId;
      continue;
    }
    const made = await createMailbox(accountId, { name, parentId });
    if (made.ok) parentId = made.value.mailboxId;
    else {
      // Another delivery has just made it.
      const again = made.reason === 'alreadyExists' ? findMailbox(await namedMailboxes(accountId), upTo) : undefined;
      if (!again) return null;
      parentId = again.mailboxId;
    }
  }
  return parentId;
}
