/** What SEARCH and SORT have in common once they know what to look for: the reply, `$`, and the context that keeps it up to date. */
import { encodeString } from '#lib/imap/wire/encode.ts';
import type { SearchRequest } from '#lib/imap/requests/search-request.ts';
import { isFuzzy } from '#lib/imap/requests/search-request.ts';
import type { SortKey } from '#lib/imap/requests/sort-criteria.ts';
import type { Call } from '../session/command.ts';
import { bad, no, ok, type Reply } from '../session/reply.ts';
import type { Session } from '../session/session.ts';
import { findOrdered } from './find-ordered.ts';
import { relevancies } from './relevancy.ts';
import { mentions, withUids } from './search-in-view.ts';
import { extendedReply, plainReply, savedBy } from './search-reply.ts';

export async function answerSearch(session: Session, request: SearchRequest, sort: readonly SortKey[] | null, call: Call): Promise<Reply> {
  const { view, contexts } = session.open;
  const { returns, key } = request;
  const saves = returns?.options.has('SAVE') ?? false;
  if (request.badCharset) {
    if (saves) view.saved = []; // RFC 5182 §2.1: a refused SEARCH with SAVE leaves nothing
    return no('Only UTF-8 and US-ASCII are known', 'BADCHARSET (UTF-8 US-ASCII)');
  }
  // RFC 9586 §3.5.
  if (session.uidOnly && usesNumbers(request)) return bad('Message numbers are not allowed with UIDONLY', 'UIDREQUIRED');
  if (returns?.update && contexts.has(call.tag)) return bad('That tag belongs to a search that is kept up to date'); // RFC 5267 §4.3
  const withModseq = mentions(key, 'modseq');
  session.condstore ||= withModseq; // RFC 7162 §3.1
  const uids = await findOrdered(view, key, sort);
  if (returns?.update) {
    const context = { tag: call.tag, uid: call.uid, key: withUids(key, view), sort, uids, fetch: returns.update };
    if (!contexts.add(context, view.version))
      session.untagged(`NO [NOUPDATE ${encodeString(call.tag)}] Too many searches are kept up to date`);
  }
  // RFC 9051 §6.4.4: IMAP4rev2 knows ESEARCH only.
  const wanted = returns ?? (session.rev2 && !sort ? { options: new Set(['ALL'] as const), partial: null, update: null } : null);
  if (!wanted) session.untagged(plainReply(sort ? 'SORT' : 'SEARCH', view, uids, call.uid, withModseq));
  else {
    const scores = wanted.options.has('RELEVANCY') && isFuzzy(key) ? await relevancies(view, key) : null;
    const correlator = `TAG ${encodeString(call.tag)}`;
    const line = extendedReply({ correlator, view, uids, byUid: call.uid, returns: wanted, withModseq, scores });
    if (line) session.untagged(line);
  }
  if (saves && returns) view.saved = savedBy(returns, uids);
  return ok(sort ? 'Sorted' : 'Searched');
}

/** `1:5` as a key; `$` names no numbers. */
export function usesNumbers({ key }: SearchRequest): boolean {
  const inside = (one: SearchRequest['key']): boolean => {
    if (one.key === 'and' || one.key === 'or') return one.keys.some(inside);
    if (one.key === 'not' || one.key === 'fuzzy') return inside(one.of);
    return one.key === 'sequence' && one.set !== 'saved';
  };
  return inside(key);
}
