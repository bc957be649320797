/** A search key as the store's filter. Sequence numbers and \Recent, which only the session knows, become UIDs. */
import { parseEmailWireId, parseThreadWireId } from '#lib/ids.ts';
import type { SearchKey } from '#lib/imap/requests/search-key.ts';
import { resolveRanges } from '#lib/imap/wire/sequence-set.ts';
import { bitOf } from '#lib/message/keywords.ts';
import type { EmailFilter } from '#server/store/index.ts';
import type { View } from '../session/view.ts';

const dayMs = 24 * 60 * 60 * 1000;

/** `exact`: texts are substrings (RFC 9051 §6.4.4), not words. */
export function toFilter(key: SearchKey, view: View, now: Date, exact = true): EmailFilter {
  switch (key.key) {
    case 'all':
      return { all: true };
    case 'and':
      return { and: key.keys.map((part) => toFilter(part, view, now, exact)) };
    case 'or':
      return { or: key.keys.map((part) => toFilter(part, view, now, exact)) };
    case 'not':
      return { not: toFilter(key.of, view, now, exact) };
    case 'fuzzy':
      return toFilter(loosened(key.of), view, now, false);
    case 'uid':
      if (key.set === 'saved') return savedFilter(view);
      return { uids: resolveRanges(key.set, view.highestUid).map(([from, to]) => [from, to]) };
    case 'sequence':
      if (key.set === 'saved') return savedFilter(view);
      return {
        uids: resolveRanges(key.set, view.count)
          .filter(([from]) => from <= view.count && view.count > 0)
          .map(([from, to]) => [view.uid(from - 1), view.uid(Math.min(to, view.count) - 1)]),
      };
    case 'recent':
      return { uids: [...view.recent].map((uid) => [uid, uid]) };
    case 'flag': {
      const bit = bitOf(key.flag);
      return bit ? { hasFlag: bit } : { hasKeyword: key.flag.toLowerCase() };
    }
    case 'received':
      return { received: range(key.when, new Date(key.day), dayMs) };
    case 'saved': // RFC 8514 §4.3: as INTERNALDATE, by the day in UTC
      return { saved: range(key.when, new Date(key.day), dayMs) };
    case 'sent':
      return { sentOn: sentRange(key.when, key.day) };
    case 'younger':
      return { received: { from: new Date(now.getTime() - key.seconds * 1000) } };
    case 'older':
      return { received: { to: new Date(now.getTime() - key.seconds * 1000) } };
    case 'larger':
      return { larger: key.size };
    case 'smaller':
      return { smaller: key.size };
    case 'emailId': {
      const id = parseEmailWireId(view.accountId, key.id);
      return { emailIds: id === null ? [] : [id] };
    }
    case 'threadId': {
      const id = parseThreadWireId(view.accountId, key.id);
      return { threadIds: id === null ? [] : [id] };
    }
    case 'modseq':
      return { modseq: key.modseq };
    case 'from':
      return { from: key.value };
    case 'to':
      return { to: key.value };
    case 'cc':
      return { cc: key.value };
    case 'bcc':
      return { bcc: key.value };
    case 'subject':
      return { subject: key.value };
    case 'header':
      return { header: key.name, value: key.value };
    case 'body':
      return { body: key.value, exact };
    case 'text':
      return { text: key.value, exact };
  }
}

// RFC 9051 §6.4.4: the day of INTERNALDATE, without regard to time and zone; it is shown in UTC, and counted so.
function range(when: 'before' | 'on' | 'since', day: Date, length: number): { from?: Date; to?: Date } {
  if (when === 'before') return { to: day };
  return when === 'since' ? { from: day } : { from: day, to: new Date(day.getTime() + length) };
}

function sentRange(when: 'before' | 'on' | 'since', day: string): { from?: string; to?: string } {
  if (when === 'since') return { from: day };
  const before = new Date(new Date(day).getTime() - dayMs).toISOString().slice(0, 10);
  return when === 'before' ? { to: before } : { from: day, to: day };
}

const savedFilter = ({ saved }: View): EmailFilter => ({ uids: saved.map((uid) => [uid, uid]) });

/** RFC 6203 §3: of headers every word counts by itself, wherever it stands; texts are matched by words. Sizes, dates and flags stay exact. */
function loosened(key: SearchKey): SearchKey {
  if (key.key === 'and') return { key: 'and', keys: key.keys.map(loosened) };
  if (key.key === 'or') return { key: 'or', keys: [loosened(key.keys[0]), loosened(key.keys[1])] };
  if (key.key === 'not' || key.key === 'fuzzy') return { key: key.key, of: loosened(key.of) };
  if (!('value' in key) || key.key === 'body' || key.key === 'text') return key;
  const words = key.value.split(/\s+/).filter((word) => word !== '');
  return words.length < 2 ? key : { key: 'and', keys: words.map((value) => ({ ...key, value })) };
}
