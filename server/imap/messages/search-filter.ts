/** A search key as the store's filter. Sequence numbers and \Recent, which only the session knows, become UIDs. */
import { parseEmailWireId, parseThreadWireId } from '#lib/ids.ts';
import type { SearchKey } from '#lib/imap/search-key.ts';
import { resolveRanges } from '#lib/imap/sequence-set.ts';
import { bitOf } from '#lib/message/keywords.ts';
import type { EmailFilter } from '#server/store/index.ts';
import type { View } from '../session/view.ts';

const dayMs = 24 * 60 * 60 * 1000;

export function toFilter(key: SearchKey, view: View, now: Date): EmailFilter {
  switch (key.key) {
    case 'all':
      return { all: true };
    case 'and':
      return { and: key.keys.map((part) => toFilter(part, view, now)) };
    case 'or':
      return { or: key.keys.map((part) => toFilter(part, view, now)) };
    case 'not':
      return { not: toFilter(key.of, view, now) };
    case 'uid':
      return { uids: resolveRanges(key.set, view.highestUid).map(([from, to]) => [from, to]) };
    case 'sequence':
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
      return { body: key.value, exact: true };
    case 'text':
      return { text: key.value, exact: true };
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
