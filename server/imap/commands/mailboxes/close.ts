import { expunge } from '#server/store/index.ts';
import { selectedOnly, type Command } from '../../session/command.ts';
import { ok, refused } from '../../session/reply.ts';

/** RFC 9051 §6.4.1: removes what is \Deleted, without a word of it. */
export const close: Command = {
  states: selectedOnly,
  updates: 'none',
  async run(session, cursor) {
    cursor.end();
    const { open } = session;
    // RFC 4314 §4: without the right to expunge nothing is removed, and that is no error.
    const done = open.readOnly || !open.rights.includes('e') ? null : await expunge(open.accountId, open.mailboxId, null);
    if (done && !done.ok && done.reason !== 'noSuchMailbox') return refused(done.reason);
    session.unselect();
    return ok('Closed'); // RFC 7162 §3.2.8: never with HIGHESTMODSEQ, as the client was not told what went
  },
};

/** RFC 3691: the same, and removes nothing. */
export const unselect: Command = {
  states: selectedOnly,
  updates: 'none',
  async run(session, cursor) {
    cursor.end();
    session.unselect();
    return ok('Closed');
  },
};
