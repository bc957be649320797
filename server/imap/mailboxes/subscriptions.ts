/**
 * Subscriptions of names that no mailbox has any more: a server must not drop them by itself (RFC 9051 §6.3.7), as a client may subscribe
 * to a list's mailbox that is made and deleted again. Those of mailboxes that are there stand with the mailbox.
 */
import { getAccount, updateAccount } from '#server/store/index.ts';
import { mailboxTree, type NamedMailbox, type Reader } from './tree.ts';

const most = 1000;

async function lostSubscriptions({ accountId }: Pick<Reader, 'accountId'>): Promise<string[]> {
  const kept = (await getAccount(accountId))?.settings.imapSubscriptions;
  return Array.isArray(kept) ? kept.filter((name) => typeof name === 'string') : [];
}

export async function keepSubscription(session: Reader, path: string): Promise<void> {
  const kept = await lostSubscriptions(session);
  if (kept.includes(path) || kept.length >= most) return;
  await updateAccount(session.accountId, { settings: { imapSubscriptions: [...kept, path] } });
}

/** False when it was none. */
export async function dropSubscription(session: Reader, path: string): Promise<boolean> {
  const kept = await lostSubscriptions(session);
  if (!kept.includes(path)) return false;
  await updateAccount(session.accountId, { settings: { imapSubscriptions: kept.filter((name) => name !== path) } });
  return true;
}

/** The tree with these names in it, and the names above them, which then only hold what is subscribed. */
export async function treeOfSubscriptions(session: Reader): Promise<NamedMailbox[]> {
  const [tree, lost] = await Promise.all([mailboxTree(session), lostSubscriptions(session)]);
  const known = new Set(tree.map(({ path }) => path));
  for (const path of [...lost].sort()) {
    const levels = path.split('/');
    for (let depth = 1; depth <= levels.length; depth++) {
      const name = levels.slice(0, depth).join('/');
      if (known.has(name)) continue;
      known.add(name);
      tree.push({ path: name, hasChildren: false, place: null, ...(name === path && { subscribed: true }) });
    }
  }
  return tree;
}

export function isSubscribed({ place, subscribed }: NamedMailbox): boolean {
  return place?.subscribed ?? subscribed ?? false;
}
