import { SyntaxProblem, type Cursor } from '#lib/imap/cursor.ts';
import { parseFetchItems, type FetchItem } from '#lib/imap/fetch-items.ts';
import { encodeSet, parseSequenceSet, resolveRanges, type SequenceSet } from '#lib/imap/sequence-set.ts';
import { mailboxChangesSince } from '#server/store/index.ts';
import { sendMessages } from '../messages/send-messages.ts';
import { selectedOnly, type Command } from '../session/command.ts';
import { bad, no, ok } from '../session/reply.ts';
import type { Session } from '../session/session.ts';

/** RFC 9051 §6.4.5, with CHANGEDSINCE and VANISHED (RFC 7162 §3.1.4, §3.2.6). */
export const fetch: Command = {
  states: selectedOnly,
  updates: 'noExpunge',
  async run(session, cursor, { uid }) {
    cursor.space();
    const set = parseSequenceSet(cursor);
    cursor.space();
    let items = parseFetchItems(cursor);
    const { changedSince, vanished } = parseModifiers(cursor);
    cursor.end();
    if (vanished && (!uid || !session.qresync || changedSince === null)) return bad('VANISHED needs UID FETCH, CHANGEDSINCE and QRESYNC');
    if (changedSince !== null || items.some(({ item }) => item === 'MODSEQ')) session.condstore = true;
    if (uid) items = withItem(items, 'UID');
    if (changedSince !== null) items = withItem(items, 'MODSEQ');
    const { view } = session.open;
    let indexes = view.select(set, uid);
    if (changedSince !== null) {
      if (vanished) await sayVanished(session, set, changedSince);
      indexes = indexes.filter((index) => (view.rows.modseqs[index] ?? 0) > changedSince);
    }
    const missing = await sendMessages(session, indexes, items);
    // RFC 2180 §4.1.2, RFC 5530: the client does not know yet that they are gone.
    return missing > 0 && !uid ? no('Some of the messages are no longer there', 'EXPUNGEISSUED') : ok('Fetched');
  },
};

function parseModifiers(cursor: Cursor): { changedSince: number | null; vanished: boolean } {
  let changedSince: number | null = null;
  let vanished = false;
  if (cursor.accept(' ')) {
    cursor.list(() => {
      const word = cursor.word();
      if (word === 'VANISHED') vanished = true;
      else if (word === 'CHANGEDSINCE') {
        cursor.space();
        changedSince = cursor.modseq(); // 0 too: some phones send it
      } else throw new SyntaxProblem(`${word} is not a modifier of FETCH`);
    });
  }
  return { changedSince, vanished };
}

function withItem(items: FetchItem[], item: 'UID' | 'MODSEQ'): FetchItem[] {
  return items.some((other) => other.item === item) ? items : [{ item }, ...items];
}

async function sayVanished(session: Session, set: SequenceSet, since: number): Promise<void> {
  const changes = await mailboxChangesSince(session.accountId, session.open.mailboxId, since);
  const ranges = resolveRanges(set, changes ? changes.mailbox.uidnext - 1 : 0);
  const { view } = session.open;
  const told = (uid: number) => view.indexOf(uid) < 0; // what the view still counts is said when it goes
  const gone = (changes?.vanished ?? []).filter((uid) => told(uid) && ranges.some(([from, to]) => uid >= from && uid <= to));
  if (gone.length > 0) session.untagged(`VANISHED (EARLIER) ${encodeSet(gone)}`);
}
