import { SyntaxProblem, type Cursor } from '#lib/imap/wire/cursor.ts';
import { encodeString } from '#lib/imap/wire/encode.ts';
import { namesMailbox, parseMailboxFilter, type MailboxFilter } from '#lib/imap/requests/mailbox-filter.ts';
import { isFuzzy, parseSearch, type SearchReturn } from '#lib/imap/requests/search-request.ts';
import { usesNumbers } from '../../messages/answer-search.ts';
import { findOrdered } from '../../messages/find-ordered.ts';
import { relevancies } from '../../messages/relevancy.ts';
import { mentions, withUids } from '../../messages/search-in-view.ts';
import { extendedReply, savedBy } from '../../messages/search-reply.ts';
import { openRows } from '../../mailboxes/opened.ts';
import { mailboxTree, wireName, type Place } from '../../mailboxes/tree.ts';
import { loggedIn, type Call, type Command } from '../../session/command.ts';
import { bad, no, ok, type Reply } from '../../session/reply.ts';
import type { Session } from '../../session/session.ts';
import { View } from '../../session/view.ts';

/** MULTISEARCH (RFC 7377): one search over many mailboxes, answered mailbox by mailbox, always in UIDs. */
export const esearch: Command = {
  states: loggedIn,
  fresh: true,
  slow: true,
  async run(session, cursor, call) {
    cursor.space();
    const sources = parseSources(cursor);
    const request = parseSearch(cursor);
    const returns: SearchReturn = request.returns ?? { options: new Set(['ALL']), partial: null, update: null };
    const selectedOnly = sources.length === 1 && sources[0]?.kind === 'selected';
    if (sources.some(({ kind }) => kind === 'selected') && !session.selected) return bad('No mailbox is selected');
    // RFC 7377 §2.2: SAVE and UPDATE are about the selected mailbox alone.
    if ((returns.options.has('SAVE') || returns.update) && !selectedOnly) return bad('SAVE and UPDATE work on the selected mailbox only');
    if (request.badCharset) return no('Only UTF-8 and US-ASCII are known', 'BADCHARSET (UTF-8 US-ASCII)');
    if (usesNumbers(request) && (session.uidOnly || !selectedOnly))
      return bad('Message numbers mean nothing in mailboxes that are not selected');
    return answer(session, sources, { ...request, returns }, call);
  },
};

type Request = Omit<ReturnType<typeof parseSearch>, 'returns'> & { returns: SearchReturn };

async function answer(session: Session, sources: MailboxFilter[], { key, returns }: Request, call: Call): Promise<Reply> {
  const { selected } = session;
  if (returns.update && selected) {
    if (selected.contexts.has(call.tag)) return bad('That tag belongs to a search that is kept up to date');
    const { view, contexts } = selected;
    const uids = await findOrdered(view, key, null);
    const added = contexts.add(
      { tag: call.tag, uid: true, key: withUids(key, view), sort: null, uids, fetch: returns.update },
      view.version,
    );
    if (!added) session.untagged(`NO [NOUPDATE ${encodeString(call.tag)}] Too many searches are kept up to date`);
  }
  for (const place of await chosen(session, sources)) {
    const here = selected?.accountId === place.accountId && selected.mailboxId === place.mailbox.mailboxId;
    const view = here ? selected.view : await viewOf(place);
    const uids = view ? await findOrdered(view, key, null) : [];
    if (here && returns.options.has('SAVE')) selected.view.saved = savedBy(returns, uids);
    if (!view || uids.length === 0) continue; // RFC 7377 §2.1: nothing is said of a mailbox without a match
    const scores = returns.options.has('RELEVANCY') && isFuzzy(key) ? await relevancies(view, key) : null;
    const name = wireName(session, place.path);
    const correlator = `TAG ${encodeString(call.tag)} MAILBOX ${name} UIDVALIDITY ${place.mailbox.uidvalidity}`;
    const line = extendedReply({ correlator, view, uids, byUid: true, returns, withModseq: mentions(key, 'modseq'), scores });
    if (line) session.untagged(line);
    await session.connection.flush();
  }
  return ok('Searched');
}

function parseSources(cursor: Cursor): MailboxFilter[] {
  if (cursor.peekWord() !== 'IN') return [{ kind: 'selected' }];
  cursor.word();
  cursor.space();
  cursor.expect('(');
  const sources: MailboxFilter[] = [];
  do {
    if (cursor.is('(')) throw new SyntaxProblem('there are no options of scope');
    sources.push(parseMailboxFilter(cursor));
  } while (cursor.accept(' '));
  cursor.expect(')');
  cursor.space();
  if (sources.some(({ kind }) => kind === 'selected-delayed')) throw new SyntaxProblem('SELECTED-DELAYED says nothing here'); // RFC 7377 §2.2
  return sources;
}

/** Each once, in the order of names; those without the right to read are passed over. */
async function chosen(session: Session, sources: readonly MailboxFilter[]): Promise<Place[]> {
  const { selected } = session;
  const isMeant = (place: Place, filter: MailboxFilter): boolean => {
    if ('names' in filter) return namesMailbox(filter, place.path);
    if (filter.kind === 'selected') return selected?.accountId === place.accountId && selected.mailboxId === place.mailbox.mailboxId;
    if (filter.kind === 'inboxes') return place.own && place.mailbox.role === 'inbox';
    return filter.kind === 'subscribed' ? place.subscribed : place.own;
  };
  const places = (await mailboxTree(session)).flatMap(({ place }) => (place?.rights.includes('r') ? [place] : []));
  return places.filter((place) => sources.some((filter) => isMeant(place, filter)));
}

async function viewOf({ accountId, mailbox: { mailboxId } }: Place): Promise<View | null> {
  const opened = await openRows(accountId, mailboxId);
  return opened && new View({ accountId, mailboxId }, opened.rows, opened.mailbox.modseq);
}
