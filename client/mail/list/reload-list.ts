/** Asks for the shown list again, so that what the reader looks at stays where it is. */
import { callMail } from '../call.ts';
import { asItWillBe } from '../device/outbox.ts';
import { listProperties, type ListEmail } from '../types.ts';
import { fetchWindow, filterOf, listKey, windowSize } from './load-list.ts';
import { mail, putEmails, setMail } from '../mail-store.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { byAccount, ofAccount } from '../shared.ts';

/** Which rows are seen; told by the list, read by nobody who renders. */
export const seen = { first: 0, last: 0, shiftBy: (_rows: number): void => undefined };

/** Within so many rows of the top, new mail may push the rows down (ux, section 1). */
const nearTop = 3;

export const reloadShown = (): Promise<void> => readShownAgain().catch(() => undefined); // what is shown stays, or the list says why it is empty

/** As above, but throws when it could not be asked. */
export async function readShownAgain(): Promise<void> {
  const { route, list } = mail();
  const key = listKey(route);
  const filter = filterOf(route);
  if (!filter || list.key !== key) return;
  const windowOf = (position: number) => Math.max(0, Math.floor(position / windowSize) * windowSize);
  const starts = [...new Set([0, windowOf(seen.first), windowOf(seen.last), windowOf(seen.last) + windowSize])];
  const found = await Promise.all(starts.map(async (start) => ({ start, ...(await fetchWindow(route, filter, start)) }))).catch(
    (error: unknown) => {
      if (mail().list.status !== 'ready') setMail({ list: { ...mail().list, status: 'failed', error: wordsOf(error) } });
      throw error;
    },
  );
  if (mail().list.key !== key) return;
  const total = found[0]?.total ?? 0;
  const ids = new Array<string | undefined>(total).fill(undefined);
  for (const { start, ids: part } of found) for (const [at, id] of part.entries()) if (start + at < total) ids[start + at] = id;
  putEmails(found.flatMap(({ emails }) => emails));
  const before = mail();
  const moved = movedBy(before.list.ids, ids, seen.first);
  const keeps = seen.first > nearTop && moved !== 0;
  const cursorId = before.list.ids[before.cursor];
  const cursor = cursorId === undefined ? -1 : ids.indexOf(cursorId);
  const threads = new Map(before.threads);
  for (const { threads: part } of found) for (const thread of part) threads.set(thread.id, thread.emailIds);
  setMail({
    threads,
    cursor: cursor >= 0 ? cursor : Math.max(0, Math.min(before.cursor, total - 1)),
    newAbove: seen.first > nearTop ? before.newAbove + Math.max(0, moved) : 0,
    list: { key, ids, total, status: 'ready', error: null },
  });
  if (keeps) seen.shiftBy(moved);
}

/** How many rows were put in above the first seen one that is still there. Pure. */
export function movedBy(old: readonly (string | undefined)[], next: readonly (string | undefined)[], first: number): number {
  for (let at = first; at < Math.min(first + windowSize, old.length); at++) {
    const id = old[at];
    const now = id === undefined ? -1 : next.indexOf(id);
    if (now >= 0) return now - at;
  }
  return 0;
}

const pieces = (ids: string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / 500) }, (_, index) => ids.slice(index * 500, (index + 1) * 500));

/** Asks for what is known of these again: what the server says is true. */
export async function refetch(ids: string[]): Promise<void> {
  const known = byAccount(ids.filter((id) => mail().emails.has(id)));
  for (const some of known.flatMap(pieces)) {
    const answer = await callMail([['Email/get', { ...ofAccount(some[0]), ids: some, properties: listProperties }, 'get']]);
    const fresh = (answer('get').list as ListEmail[]).map((email) => [email.id, asItWillBe(email)] as const);
    setMail(({ emails, full }) => {
      const nextEmails = new Map(emails);
      const nextFull = new Map(full);
      for (const [id, email] of fresh) {
        nextEmails.set(id, email);
        const whole = nextFull.get(id);
        if (whole) nextFull.set(id, { ...whole, ...email });
      }
      return { emails: nextEmails, full: nextFull };
    });
  }
}
