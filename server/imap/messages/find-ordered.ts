/** Searches with an order: what SEARCH, SORT and their contexts find, as UIDs. */
import type { SearchKey } from '#lib/imap/requests/search-key.ts';
import type { SortKey } from '#lib/imap/requests/sort-criteria.ts';
import { sortUids } from '#server/store/index.ts';
import type { View } from '../session/view.ts';
import { relevancies } from './relevancy.ts';
import { findMessages } from './search.ts';

/** In the mailbox's order, or in that of the criteria. */
export async function findOrdered(view: View, key: SearchKey, sort: readonly SortKey[] | null): Promise<number[]> {
  const uids = (await findMessages(view, key)).map((index) => view.uid(index));
  if (!sort) return uids;
  const scores = sort.some(({ by }) => by === 'RELEVANCY') ? await relevancies(view, key) : undefined;
  return sortUids(view.accountId, view.mailboxId, uids, sort, scores);
}
