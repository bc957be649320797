/** A list without the network: what the device knows of the mail, searched by the browser itself. */
import { deviceAll, deviceThread } from './device.ts';
import { mail, putEmails, setMail } from './mail-store.ts';
import { matches } from './matches.ts';
import { asItWillBe } from './outbox.ts';
import type { Filter } from './parse-query.ts';
import type { ListEmail } from './types.ts';

const most = 1000;

/** The newest first, one for each conversation. `isGone` tells that nobody waits for it any more. */
export async function localMatches(filter: Filter, isGone: () => boolean): Promise<ListEmail[]> {
  const newest = new Map<string, ListEmail>();
  const take = (email: ListEmail) => {
    if (matches(filter, email) !== true) return;
    const other = newest.get(email.threadId);
    if (!other || other.receivedAt < email.receivedAt) newest.set(email.threadId, email);
  };
  for (const email of mail().emails.values()) take(email);
  for await (const piece of deviceAll()) {
    if (isGone()) return [];
    const known = mail().emails; // what is shown is newer than what the device has
    for (const email of piece) if (!known.has(email.id)) take(asItWillBe(email));
  }
  return [...newest.values()].sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)).slice(0, most);
}

/** Shows it, unless another list is shown by now. */
export async function showLocalList(key: string, filter: Filter): Promise<void> {
  const isGone = () => mail().list.key !== key;
  const found = await localMatches(filter, isGone);
  if (isGone()) return;
  putEmails(found.filter(({ id }) => !mail().emails.has(id)));
  await knowThreads(found.slice(0, 60).map(({ threadId }) => threadId));
  if (isGone()) return;
  setMail({ list: { key, ids: found.map(({ id }) => id), total: found.length, status: 'ready', error: null } });
}

/** Puts conversations into the model, as far as the device has them. */
export async function knowThreads(threadIds: readonly string[]): Promise<void> {
  const missing = threadIds.filter((id) => !mail().threads.has(id));
  const found = await Promise.all(missing.map(async (id) => [id, await deviceThread(id)] as const));
  putEmails(found.flatMap(([, emails]) => emails.filter(({ id }) => !mail().emails.has(id)).map(asItWillBe)));
  setMail(({ threads }) => {
    const next = new Map(threads);
    for (const [id, emails] of found)
      if (emails.length > 0)
        next.set(
          id,
          emails.map((email) => email.id),
        );
    return { threads: next };
  });
}

/** Takes out of the shown list what surely no longer belongs there, after another tab has changed it. */
export function pruneList(filter: Filter | null): void {
  const { list, emails, threads } = mail();
  if (!filter) return;
  const belongs = (id: string | undefined) => {
    const email = id === undefined ? undefined : emails.get(id);
    if (!email) return true;
    const all = (threads.get(email.threadId) ?? [email.id]).flatMap((one) => emails.get(one) ?? []);
    return all.some((one) => matches(filter, one) !== false);
  };
  const ids = list.ids.filter(belongs);
  if (ids.length === list.ids.length) return;
  setMail(({ cursor }) => ({
    list: { ...list, ids, total: list.total - (list.ids.length - ids.length) },
    cursor: Math.max(0, Math.min(cursor, ids.length - 1)),
  }));
}
