/** Making a mailbox by its whole name, parents included (RFC 9051 §6.3.4). */
import { createMailbox, listGrants, setGrant, type Mailbox, type MailboxRole, type Outcome } from '#server/store/index.ts';
import type { Session } from '../session/session.ts';
import { mailboxTree, othersPrefix, type Place } from './tree.ts';

export interface NewPlace {
  accountId: number;
  parentId: number | null;
  name: string;
  /** Every mailbox that had to be made above it. */
  made: Mailbox[];
}

/**
 * Where a mailbox of that name goes; superior mailboxes that are missing are made. Below another's it takes the right `k` (RFC 4314 §4).
 * `within`: the one account that it may be in.
 */
export async function makeParents(session: Session, path: string, within?: number): Promise<Outcome<NewPlace>> {
  const names = path.split('/');
  const name = names.pop() ?? '';
  if (name === '' || names.includes('') || path === othersPrefix) return { ok: false, reason: 'invalidName' };
  const tree = await mailboxTree(session);
  let parent: Place | null = null;
  let depth = names.length;
  for (; depth > 0 && !parent; depth--) parent = tree.find((named) => named.path === names.slice(0, depth).join('/'))?.place ?? null;
  const missing = names.slice(parent ? depth + 1 : 0);
  if (parent ? !parent.rights.includes('k') : names[0] === othersPrefix) return { ok: false, reason: 'notAllowed' };
  const accountId = parent?.accountId ?? session.accountId;
  if (within !== undefined && accountId !== within) return { ok: false, reason: 'notAllowed' };
  let above = parent?.mailbox ?? null;
  const made: Mailbox[] = [];
  for (const level of missing) {
    const done: Outcome<Mailbox> = await createBelow(session, accountId, above, level, null);
    if (!done.ok) return done;
    made.push((above = done.value));
  }
  return { ok: true, value: { accountId, parentId: above?.mailboxId ?? null, name, made } };
}

/** `within` as for `makeParents`. */
export async function makeMailbox(session: Session, path: string, role: MailboxRole | null, within?: number): Promise<Outcome<Mailbox>> {
  if ((await mailboxTree(session)).some((named) => named.path === path && named.place)) return { ok: false, reason: 'alreadyExists' };
  const place = await makeParents(session, path, within);
  if (!place.ok) return place;
  const { accountId, parentId, name } = place.value;
  return createBelow(session, accountId, parentId === null ? null : { mailboxId: parentId }, name, role);
}

/** A mailbox begins with the rights of the one above it (RFC 4314 §4 leaves that to us): who shares a tree shares what grows in it. */
async function createBelow(
  session: Session,
  accountId: number,
  above: Pick<Mailbox, 'mailboxId'> | null,
  name: string,
  role: MailboxRole | null,
): Promise<Outcome<Mailbox>> {
  const made = await createMailbox(accountId, { name, parentId: above?.mailboxId ?? null, role });
  if (!made.ok) return made;
  session.notify?.caused(accountId, made.value.mailboxId);
  for (const { granteeId, rights } of above ? await listGrants(accountId, above.mailboxId) : []) {
    await setGrant(accountId, made.value.mailboxId, granteeId, rights);
  }
  return made;
}
