import { parseSequenceSet } from '#lib/imap/wire/sequence-set.ts';
import { expunge as expungeMessages } from '#server/store/index.ts';
import { selectedOnly, type Command } from '../../session/command.ts';
import { forbidden, no, ok, refused } from '../../session/reply.ts';

/** RFC 9051 §6.4.3, and with UIDs §6.4.9 (RFC 4315 §2.1): those of the set that are \Deleted. */
export const expunge: Command = {
  states: selectedOnly,
  slow: true,
  async run(session, cursor, { uid }) {
    let uids: number[] | null = null;
    const { open } = session;
    const { view, readOnly, accountId, mailboxId, rights } = open;
    if (uid) {
      cursor.space();
      uids = view.select(parseSequenceSet(cursor), true).map((index) => view.uid(index));
    }
    cursor.end();
    if (readOnly) return no('The mailbox was opened to read only', 'READ-ONLY');
    if (!rights.includes('e')) return forbidden();
    const done = await expungeMessages(accountId, mailboxId, uids);
    if (!done.ok) return refused(done.reason);
    view.noteVanished(done.value.uids); // said before the tagged reply
    if (done.value.uids.length > 0) open.noteOwn(done.value.modseq);
    // RFC 7162 §3.2.7: with something expunged, its mod-sequence comes along.
    return ok('Expunged', session.qresync && done.value.uids.length > 0 ? `HIGHESTMODSEQ ${done.value.modseq}` : undefined);
  },
};
