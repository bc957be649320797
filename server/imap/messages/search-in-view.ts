/** Search keys that the session's memory answers: sets, flags, \Recent, mod-sequences, and what is built of them. */
import { parseEmailWireId, parseThreadWireId } from '#lib/ids.ts';
import type { SearchKey } from '#lib/imap/search-key.ts';
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

export function mentionsModseq(key: SearchKey): boolean {
  if (key.key === 'and' || key.key === 'or') return key.keys.some(mentionsModseq);
  return key.key === 'not' ? mentionsModseq(key.of) : key.key === 'modseq';
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
      return (index) => view.rows.emailIds[index] === id;
    }
    case 'threadId': {
      const id = parseThreadWireId(view.accountId, key.id);
      return (index) => view.rows.threadIds[index] === id;
    }
    case 'modseq':
      return (index) => (view.rows.modseqs[index] ?? 0) >= key.modseq;
    case 'flag': {
      const bit = bitOf(key.flag);
      const keyword = key.flag.toLowerCase();
      if (bit) return (index) => ((view.rows.flags[index] ?? 0) & bit) !== 0;
      return (index) => view.rows.keywords[index]?.includes(keyword) ?? false;
    }
  }
}
