/** A list without the network: what the device knows of the mail, searched by the browser itself. */
import { htmlToText } from '#lib/html/to-text.ts';
import { deviceAll, deviceThread, deviceWhole } from './device.ts';
import { mail, putEmails, setMail } from '../mail-store.ts';
import { asksForText, matches, matchesHere, type Whole } from '../search/matches.ts';
import { asItWillBe } from './outbox.ts';
import type { Filter } from '../search/parse-query.ts';
import { sharedOf } from '../shared.ts';
import type { FullEmail, ListEmail } from '../types.ts';

const most = 1000;

/** The newest first, one for each conversation. `isGone` tells that nobody waits for it any more. */
export async function localMatches(filter: Filter, isGone: () => boolean): Promise<ListEmail[]> {
  const newest = new Map<string, ListEmail>();
  const inText = asksForText(filter);
  const take = async (emails: ListEmail[]) => {
    const own = emails.filter((email) => !sharedOf(email.id));
    // The text is read only of what the rest does not decide.
    const open = inText ? own.filter((email) => matches(filter, email) === null).map(({ id }) => id) : [];
    const wholes = new Map((await deviceWhole(open)).map((email) => [email.id, wholeOf(email)]));
    for (const email of own) if (matchesHere(filter, email, wholes.get(email.id))) put(email);
  };
  const put = (email: ListEmail) => {
    const other = newest.get(email.threadId);
    if (!other || other.receivedAt < email.receivedAt) newest.set(email.threadId, email);
  };
  await take([...mail().emails.values()]);
  for await (const piece of deviceAll()) {
    if (isGone()) return [];
    const known = mail().emails; // what is shown is newer than what the device has
    await take(piece.filter(({ id }) => !known.has(id)).map(asItWillBe));
  }
  return [...newest.values()].sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)).slice(0, most);
}

/** So much of a body is searched. */
const longestText = 100_000;

function wholeOf(email: FullEmail): Whole {
  const parts = [...email.textBody, ...email.htmlBody.filter(({ partId }) => email.textBody.every((one) => one.partId !== partId))];
  const texts = parts.map(({ partId, type }) => {
    const value = email.bodyValues[partId ?? '']?.value ?? '';
    return type === 'text/html' ? htmlToText(value, longestText) : value.slice(0, longestText);
  });
  return { email, text: [...texts, ...email.attachments.map(({ name }) => name ?? '')].join('\n') };
}

/** Shows it, unless another list is shown by now. */
export async function showLocalList(key: string, filter: Filter): Promise<void> {
  const isGone = () => mail().list.key !== key;
  const found = await localMatches(filter, isGone);
  if (isGone()) return;
  putEmails(found.filter(({ id }) => !mail().emails.has(id)));
  await knowThreads(found.slice(0, 60).map(({ threadId }) => threadId));
  if (isGone()) return;
  setMail({ list: { key, ids: found.map(({ id }) => id), total: found.length, status: 'ready', error: null, isLocal: true } });
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
