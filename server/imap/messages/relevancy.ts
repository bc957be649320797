/**
 * Scores of SEARCH=FUZZY (RFC 6203 §4), from 1 to 100: how many of the fuzzy keys a message also meets to the letter. One that has the
 * words as they were written is 100, one that only has them somewhere less.
 */
import type { SearchKey } from '#lib/imap/requests/search-key.ts';
import type { View } from '../session/view.ts';
import { findMessages } from './search.ts';

export async function relevancies(view: View, key: SearchKey): Promise<Map<number, number>> {
  const fuzzy = fuzzyKeys(key);
  const scores = new Map<number, number>();
  for (const one of fuzzy) {
    for (const index of await findMessages(view, one)) {
      const uid = view.uid(index);
      scores.set(uid, (scores.get(uid) ?? 0) + 1);
    }
  }
  for (const uid of view.uids()) scores.set(uid, Math.max(1, Math.round(50 + (50 * (scores.get(uid) ?? 0)) / Math.max(1, fuzzy.length))));
  return scores;
}

/** The keys behind FUZZY, exact. */
function fuzzyKeys(key: SearchKey): SearchKey[] {
  if (key.key === 'and' || key.key === 'or') return key.keys.flatMap(fuzzyKeys);
  if (key.key === 'fuzzy') return [key.of];
  return key.key === 'not' ? fuzzyKeys(key.of) : [];
}
