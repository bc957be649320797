/** Making a mailbox by its whole name, parents included (RFC 9051 §6.3.4). */
import { createMailbox, type Mailbox, type MailboxRole, type Outcome } from '#server/store/index.ts';
import { mailboxTree } from './tree.ts';

/** The parent's id and the last part of the name; superior mailboxes that are missing are made. */
export async function makeParents(accountId: number, path: string): Promise<Outcome<{ parentId: number | null; name: string }>> {
  const names = path.split('/');
  const name = names.pop() ?? '';
  if (name === '' || names.includes('')) return { ok: false, reason: 'invalidName' };
  const tree = await mailboxTree(accountId);
  let parentId: number | null = null;
  for (let depth = 1; depth <= names.length; depth++) {
    const parent = names.slice(0, depth).join('/');
    const known = tree.find((named) => named.path === parent);
    if (known) parentId = known.mailbox.mailboxId;
    else {
      const made: Outcome<Mailbox> = await createMailbox(accountId, { name: names[depth - 1] ?? '', parentId });
      if (!made.ok) return made;
      parentId = made.value.mailboxId;
    }
  }
  return { ok: true, value: { parentId, name } };
}

export async function makeMailbox(accountId: number, path: string, role: MailboxRole | null): Promise<Outcome<Mailbox>> {
  if ((await mailboxTree(accountId)).some((named) => named.path === path)) return { ok: false, reason: 'alreadyExists' };
  const place = await makeParents(accountId, path);
  if (!place.ok) return place;
  return createMailbox(accountId, { ...place.value, role });
}
