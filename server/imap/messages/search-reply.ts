/** SEARCH, SORT and ESEARCH (RFC 9051 §7.3.4, RFC 3501 §7.2.5, RFC 4731, RFC 5256, RFC 5267, RFC 6203, RFC 9394). */
import { takePartial } from '#lib/imap/requests/partial-range.ts';
import type { SearchReturn } from '#lib/imap/requests/search-request.ts';
import { encodeSet } from '#lib/imap/wire/sequence-set.ts';
import type { View } from '../session/view.ts';

/** The old replies: `SEARCH 1 2 3`, `SORT 3 1 2`, with the highest mod-sequence where one was searched for (RFC 7162 §3.1.5). */
export function plainReply(word: 'SEARCH' | 'SORT', view: View, uids: readonly number[], byUid: boolean, withModseq: boolean): string {
  const modseq = withModseq && uids.length > 0 ? ` (MODSEQ ${highestModseq(view, uids)})` : '';
  return [word, ...uids.map((uid) => (byUid ? uid : view.indexOf(uid) + 1))].join(' ') + modseq;
}

export interface Extended {
  /** `(TAG "a1")`, or with a mailbox (RFC 7377 §2.1). */
  correlator: string;
  view: View;
  /** In the order asked for. */
  uids: readonly number[];
  byUid: boolean;
  returns: SearchReturn;
  withModseq: boolean;
  scores: ReadonlyMap<number, number> | null;
}

/** Null: there is nothing to say, as nothing was asked for but SAVE (RFC 9051 §6.4.4). */
export function extendedReply({ correlator, view, uids, byUid, returns, withModseq, scores }: Extended): string | null {
  const { options, partial, update } = returns;
  if (options.has('SAVE') && options.size === 1 && !partial && !update) return null;
  const name = (uid: number) => (byUid ? uid : view.indexOf(uid) + 1);
  const parts = [`ESEARCH (${correlator})`];
  if (byUid) parts.push('UID');
  // RFC 4731 §3.1: the lowest and the highest number, whatever the order (RFC 5267 §3.1: in SORT the first and the last).
  const [first, last] = [uids[0], uids.at(-1)];
  if (first !== undefined && last !== undefined) {
    if (options.has('MIN')) parts.push(`MIN ${name(first)}`);
    if (options.has('MAX')) parts.push(`MAX ${name(last)}`);
    if (options.has('ALL')) parts.push(`ALL ${encodeSet(uids.map(name))}`);
  }
  const shown = partial ? takePartial(uids, partial) : uids;
  if (partial) parts.push(`PARTIAL (${partial.text} ${shown.length > 0 ? encodeSet(shown.map(name)) : 'NIL'})`);
  if (options.has('COUNT')) parts.push(`COUNT ${uids.length}`);
  if (scores && options.has('RELEVANCY')) parts.push(`RELEVANCY (${shown.map((uid) => scores.get(uid) ?? 1).join(' ')})`);
  if (withModseq && first !== undefined && last !== undefined) {
    // RFC 4731 §3.2: of all that was found, unless only its ends were asked for.
    const whole = options.has('ALL') || options.has('COUNT');
    const ends = [...(options.has('MIN') ? [first] : []), ...(options.has('MAX') ? [last] : []), ...(partial ? shown : [])];
    parts.push(`MODSEQ ${highestModseq(view, whole || ends.length === 0 ? uids : ends)}`);
  }
  return parts.join(' ');
}

/** What `$` stands for afterwards (RFC 5182 §2.4, RFC 9394 §3.2), ascending. */
export function savedBy({ options, partial }: SearchReturn, uids: readonly number[]): number[] {
  const saved = new Set<number>();
  const ends = options.has('MIN') || options.has('MAX');
  if (options.has('ALL') || options.has('COUNT') || (!ends && !partial)) for (const uid of uids) saved.add(uid);
  if (partial) for (const uid of takePartial(uids, partial)) saved.add(uid);
  const [first, last] = [uids[0], uids.at(-1)];
  if (options.has('MIN') && first !== undefined) saved.add(first);
  if (options.has('MAX') && last !== undefined) saved.add(last);
  return [...saved].sort((a, b) => a - b);
}

function highestModseq(view: View, uids: readonly number[]): number {
  return uids.reduce((highest, uid) => Math.max(highest, view.rows.modseq(view.indexOf(uid))), 0);
}
