/** Which messages of a view meet a search key. What the session's memory knows is decided there, the rest by the store. */
import type { SearchKey } from '#lib/imap/requests/search-key.ts';
import { searchUids } from '#server/store/index.ts';
import type { View } from '../session/view.ts';
import { toFilter } from './search-filter.ts';
import { knownInView, viewTest } from './search-in-view.ts';

/** Indexes, ascending. */
export async function findMessages(view: View, key: SearchKey): Promise<number[]> {
  const keys = key.key === 'and' ? key.keys : [key];
  const tests = keys.filter(knownInView).map((known) => viewTest(known, view));
  let found: number[] = [];
  for (let index = 0; index < view.count; index++) if (tests.every((test) => test(index))) found.push(index);
  const rest = keys.filter((other) => !knownInView(other));
  if (rest.length > 0 && found.length > 0) {
    const now = new Date();
    const uids = new Set(await searchUids(view.accountId, view.mailboxId, { and: rest.map((other) => toFilter(other, view, now)) }));
    found = found.filter((index) => uids.has(view.uid(index)));
  }
  return found;
}
