/**
 * Mailboxes by their IMAP names: `/` between levels, INBOX for the one with that role (RFC 9051 §5.1). The user's own come first; what
 * others share with him stands below `Other Users/<their address>` (RFC 2342 §5).
 */
import type { Cursor } from '#lib/imap/wire/cursor.ts';
import { readMailboxName, writeMailboxName } from '#lib/imap/wire/mailbox-name.ts';
import { allRights } from '#lib/imap/rights.ts';
import { listMailboxes, mailboxAtTop, sharedMailboxes, type Mailbox, type SharedMailbox } from '#server/store/index.ts';

/** Who looks at mailboxes, and how names are written to him: a session. */
export interface Reader {
  readonly accountId: number;
  readonly utf8: boolean;
}

/** A mailbox that this user may use in some way. */
export interface Place {
  /** Whose it is. */
  accountId: number;
  mailbox: Mailbox;
  path: string;
  /** RFC 4314 §2.1; all of them in one's own. */
  rights: string;
  own: boolean;
  subscribed: boolean;
}
export interface NamedMailbox {
  path: string;
  hasChildren: boolean;
  /** Null: only a name between others (\\NonExistent), as the user may see mailboxes below it. */
  place: Place | null;
  /** Of a name without a mailbox: it is subscribed all the same (`subscriptions.ts`). */
  subscribed?: boolean;
}

export const othersPrefix = 'Other Users';

/** In the order of names, INBOX first, children after their parent. Mailboxes without the right `l` are not in it. */
export async function mailboxTree(session: Reader): Promise<NamedMailbox[]> {
  const [own, shared] = await Promise.all([listMailboxes(session.accountId), sharedMailboxes(session.accountId)]);
  return [...ownTree(session.accountId, own), ...(shared.length > 0 ? await othersTree(shared, 'l') : [])];
}

/** The mailbox of that name, also where its name may not be listed. */
export async function findMailbox(session: Reader, path: string | null): Promise<Place | null> {
  if (path === null) return null;
  const { accountId } = session;
  if (!path.includes('/')) {
    const mailbox = await mailboxAtTop(accountId, path);
    return mailbox && ownPlace(accountId, mailbox, path);
  }
  const own = ownTree(accountId, await listMailboxes(accountId)).find((named) => named.path === path)?.place;
  if (own || !path.startsWith(`${othersPrefix}/`)) return own ?? null;
  const shared = (await sharedMailboxes(accountId)).filter(({ owner }) => path.startsWith(`${ownerPrefix(owner)}/`));
  return (await othersTree(shared, '')).find((named) => named.path === path)?.place ?? null;
}

/** A mailbox name argument, decoded; null when it is no valid name, and then no mailbox has it. */
export function mailboxArgument(cursor: Cursor): string | null {
  cursor.space();
  return readMailboxName(cursor.astring(), cursor.utf8);
}

/** As it goes over the wire. */
export function wireName(session: Reader, path: string): string {
  return writeMailboxName(path, session.utf8);
}

function ownTree(accountId: number, mailboxes: readonly Mailbox[]): NamedMailbox[] {
  return named(mailboxes).map(({ mailbox, path, hasChildren }) => ({
    path,
    hasChildren,
    place: ownPlace(accountId, mailbox, path),
  }));
}

function ownPlace(accountId: number, mailbox: Mailbox, path: string): Place {
  return { accountId, mailbox, path, rights: allRights, own: true, subscribed: mailbox.subscribed };
}

const ownerPrefix = (owner: string) => `${othersPrefix}/${owner.replaceAll('/', '%2F')}`;

/** Those with the right `needed`, and the names above them. */
async function othersTree(shared: readonly SharedMailbox[], needed: string): Promise<NamedMailbox[]> {
  const found: NamedMailbox[] = [];
  for (const [ownerId, grants] of Map.groupBy(shared, (grant) => grant.ownerId)) {
    const prefix = ownerPrefix(grants[0]?.owner ?? '');
    const granted = new Map(grants.map((grant) => [grant.mailboxId, grant]));
    const places: Place[] = [];
    for (const { mailbox, path } of named(await listMailboxes(ownerId))) {
      const grant = granted.get(mailbox.mailboxId);
      if (!grant?.rights.includes(needed)) continue;
      const { rights, subscribed } = grant;
      places.push({ accountId: ownerId, mailbox, path: `${prefix}/${path}`, rights, own: false, subscribed });
    }
    found.push(...withNamesAbove(places));
  }
  if (found.length > 0) found.unshift({ path: othersPrefix, hasChildren: true, place: null });
  return found;
}

function withNamesAbove(places: readonly Place[]): NamedMailbox[] {
  const byPath = new Map<string, NamedMailbox>();
  for (const place of places) {
    const levels = place.path.split('/');
    for (let depth = 2; depth < levels.length; depth++) {
      const above = levels.slice(0, depth).join('/');
      byPath.set(above, { place: null, ...byPath.get(above), path: above, hasChildren: true });
    }
    byPath.set(place.path, { path: place.path, hasChildren: byPath.get(place.path)?.hasChildren ?? false, place });
  }
  return [...byPath.values()];
}

function named(mailboxes: readonly Mailbox[]): { mailbox: Mailbox; path: string; hasChildren: boolean }[] {
  const children = new Map<number | null, Mailbox[]>();
  for (const mailbox of mailboxes) {
    const level = children.get(mailbox.parentId);
    if (level) level.push(mailbox);
    else children.set(mailbox.parentId, [mailbox]);
  }
  const found: { mailbox: Mailbox; path: string; hasChildren: boolean }[] = [];
  const rank = (mailbox: Mailbox) => (mailbox.role === 'inbox' ? 0 : 1);
  const descend = (parentId: number | null, prefix: string) => {
    const level = (children.get(parentId) ?? []).sort((a, b) => rank(a) - rank(b) || (a.name < b.name ? -1 : 1));
    for (const mailbox of level) {
      const path = prefix + (mailbox.role === 'inbox' ? 'INBOX' : mailbox.name);
      found.push({ mailbox, path, hasChildren: children.has(mailbox.mailboxId) });
      descend(mailbox.mailboxId, `${path}/`);
    }
  };
  descend(null, '');
  return found;
}
