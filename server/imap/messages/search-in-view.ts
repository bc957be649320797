/** Search keys that the session's memory answers: sets, flags, \Recent, mod-sequences, and what is built of them. */
import { parseEmailWireId, parseThreadWireId } from '#lib/ids.ts';
import type { SearchKey } from '#lib/imap/requests/search-key.ts';
import { bitOf } from '#lib/message/keywords.ts';
import type { View } from '../session/view.ts';

const known = ['all', 'sequence', 'uid', 'flag', 'recent', 'modseq', 'emailId', 'threadId'] as const;
type KnownKey = Extract<SearchKey, { key: (typeof known)[number] }>;

export function knownInView(key: SearchKey): boolean {
  if (key.key === 'and' || key.key === 'or') return key.keys.every(knownInView);
  if (key.key === 'not') return knownInView(key.of);
  return isKnown(key);
}

/** Only for keys that `knownInView` lets through. */
export function viewTest(key: SearchKey, view: View): (index: number) => boolean {
  if (key.key === 'not') {
    const test = viewTest(key.of, view);
    return (index) => !test(index);
  }
  if (key.key === 'and' || key.key === 'or') {
    const tests = key.keys.map((part) => viewTest(part, view));
    return key.key === 'and' ? (index) => tests.every((test) => test(index)) : (index) => tests.some((test) => test(index));
  }
  if (!isKnown(key)) throw new Error(`imap: the view knows nothing of ${key.key}`);
  return leafTest(key, view);
}

export function mentions(key: SearchKey, wanted: SearchKey['key']): boolean {
  if (key.key === 'and' || key.key === 'or') return key.keys.some((part) => mentions(part, wanted));
  return key.key === 'not' || key.key === 'fuzzy' ? mentions(key.of, wanted) : key.key === wanted;
}

/** Message numbers and `$` as the UIDs that they stand for now (RFC 5267 §4.3: they are read once). */
export function withUids(key: SearchKey, view: View): SearchKey {
  if (key.key === 'and') return { key: 'and', keys: key.keys.map((part) => withUids(part, view)) };
  if (key.key === 'or') return { key: 'or', keys: [withUids(key.keys[0], view), withUids(key.keys[1], view)] };
  if (key.key === 'not' || key.key === 'fuzzy') return { key: key.key, of: withUids(key.of, view) };
  if (key.key !== 'sequence' && (key.key !== 'uid' || key.set !== 'saved')) return key;
  const uids = view.select(key.set, key.key === 'uid').map((index) => view.uid(index));
  return { key: 'uid', set: uids.map((uid) => [uid, uid]) };
}

function isKnown(key: SearchKey): key is KnownKey {
  return known.some((name) => name === key.key);
}

function leafTest(key: KnownKey, view: View): (index: number) => boolean {
  switch (key.key) {
    case 'all':
      return () => true;
    case 'sequence':
    case 'uid': {
      const chosen = new Set(view.select(key.set, key.key === 'uid'));
      return (index) => chosen.has(index);
    }
    case 'recent':
      return (index) => view.recent.has(view.uid(index));
    case 'emailId': {
      const id = parseEmailWireId(view.accountId, key.id);
      return (index) => view.rows.emailId(index) === id;
    }
    case 'threadId': {
      const id = parseThreadWireId(view.accountId, key.id);
      return (index) => view.rows.threadId(index) === id;
    }
    case 'modseq':
      return (index) => view.rows.modseq(index) >= key.modseq;
    case 'flag': {
      const bit = bitOf(key.flag);
      const keyword = key.flag.toLowerCase();
      if (bit) return (index) => (view.rows.flags(index) & bit) !== 0;
      return (index) => view.rows.keywords(index)?.includes(keyword) ?? false;
    }
  }
}
