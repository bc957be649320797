import { parseFetchItems, type FetchItem } from '#lib/imap/requests/fetch-items.ts';
import { parseFetchModifiers } from '#lib/imap/requests/fetch-modifiers.ts';
import { takePartial } from '#lib/imap/requests/partial-range.ts';
import { encodeSet, parseSequenceSet, resolveRanges, type SequenceSet } from '#lib/imap/wire/sequence-set.ts';
import { mailboxChangesSince } from '#server/store/index.ts';
import { sendMessages } from '../../messages/send-messages.ts';
import { selectedOnly, type Command } from '../../session/command.ts';
import { bad, no, ok } from '../../session/reply.ts';
import type { Session } from '../../session/session.ts';

/** RFC 9051 §6.4.5, with CHANGEDSINCE and VANISHED (RFC 7162 §3.1.4, §3.2.6) and PARTIAL (RFC 9394 §3.3). */
export const fetch: Command = {
  states: selectedOnly,
  updates: 'noExpunge',
  fresh: true,
  async run(session, cursor, { uid }) {
    cursor.space();
    const set = parseSequenceSet(cursor);
    cursor.space();
    let items = parseFetchItems(cursor);
    const { changedSince, vanished, partial } = parseFetchModifiers(cursor);
    cursor.end();
    if (vanished && (!uid || !session.qresync || changedSince === null)) return bad('VANISHED needs UID FETCH, CHANGEDSINCE and QRESYNC');
    if (partial && !uid) return bad('PARTIAL needs UID FETCH');
    if (changedSince !== null || items.some(({ item }) => item === 'MODSEQ')) session.condstore = true;
    if (uid && !session.uidOnly) items = withItem(items, 'UID'); // RFC 9586 §3.3: there the UID stands in front
    if (changedSince !== null) items = withItem(items, 'MODSEQ');
    const { view } = session.open;
    let indexes = view.select(set, uid);
    if (changedSince !== null) {
      if (vanished) await sayVanished(session, set, changedSince);
      indexes = indexes.filter((index) => view.rows.modseq(index) > changedSince);
    }
    if (partial) indexes = takePartial(indexes, partial);
    const { missing, unknownEncoding } = await sendMessages(session, indexes, items);
    if (unknownEncoding) return no('That encoding is not known here: fetch BODY instead', 'UNKNOWN-CTE');
    // RFC 2180 §4.1.2, RFC 5530: the client does not know yet that they are gone.
    return missing > 0 && !uid ? no('Some of the messages are no longer there', 'EXPUNGEISSUED') : ok('Fetched');
  },
};

function withItem(items: FetchItem[], item: 'UID' | 'MODSEQ'): FetchItem[] {
  return items.some((other) => other.item === item) ? items : [{ item }, ...items];
}

async function sayVanished(session: Session, set: SequenceSet, since: number): Promise<void> {
  const { view, accountId, mailboxId } = session.open;
  if (set === 'saved') return; // those are all there
  const changes = await mailboxChangesSince(accountId, mailboxId, since);
  const ranges = resolveRanges(set, changes ? changes.mailbox.uidnext - 1 : 0);
  const told = (uid: number) => view.indexOf(uid) < 0; // what the view still counts is said when it goes
  const gone = (changes?.vanished ?? []).filter((uid) => told(uid) && ranges.some(([from, to]) => uid >= from && uid <= to));
  if (gone.length > 0) session.untagged(`VANISHED (EARLIER) ${encodeSet(gone)}`);
}
