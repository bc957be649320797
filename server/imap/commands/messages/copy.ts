import { encodeSet, parseSequenceSet } from '#lib/imap/wire/sequence-set.ts';
import type { Copied } from '#server/store/index.ts';
import { transfer } from '../../mailboxes/transfer.ts';
import { findMailbox, mailboxArgument } from '../../mailboxes/tree.ts';
import { selectedOnly, type Command } from '../../session/command.ts';
import { forbidden, no, ok, refused } from '../../session/reply.ts';

/** RFC 9051 §6.4.7: all or nothing; COPYUID in the reply (RFC 4315 §3). */
export const copy: Command = transferring(false);

/** RFC 6851: COPYUID comes first, then EXPUNGE, then OK. UIDs that are not there are no error. */
export const move: Command = transferring(true);

function transferring(moves: boolean): Command {
  return {
    states: selectedOnly,
    fresh: true,
    slow: true,
    async run(session, cursor, { uid }) {
      cursor.space();
      const set = parseSequenceSet(cursor);
      const path = mailboxArgument(cursor);
      cursor.end();
      const { open } = session;
      const { view } = open;
      if (moves && open.readOnly) return no('The mailbox was opened to read only', 'READ-ONLY');
      const place = await findMailbox(session, path);
      if (!place) return no('There is no such mailbox', 'TRYCREATE');
      // RFC 6851 §4.1: what COPY, STORE and EXPUNGE need.
      if (!place.rights.includes('i') || (moves && !(open.rights.includes('t') && open.rights.includes('e')))) return forbidden();
      const uids = view.select(set, uid).map((index) => view.uid(index));
      if (uids.length === 0) return ok('Nothing to do');
      const done = await transfer(open, uids, place, moves);
      if (!done.ok) return done.reason === 'noSuchMailbox' ? no('There is no such mailbox', 'TRYCREATE') : refused(done.reason);
      const { pairs } = done.value;
      // RFC 2180 §4.4.1: the client does not know yet that they are gone.
      if (!uid && pairs.length === 0) return no('The messages are no longer there', 'EXPUNGEISSUED');
      if (place.mailbox.mailboxId === open.mailboxId && place.accountId === open.accountId) {
        for (const { to } of pairs) open.ownArrivals.add(to);
      }
      const code = copyUid(done.value);
      if (!moves) return ok('Copied', code);
      if (code) session.untagged(`OK [${code}] Moved`);
      view.noteVanished(pairs.map(({ from }) => from));
      if (pairs.length > 0 && place.accountId === open.accountId && place.mailbox.mailboxId !== open.mailboxId)
        open.noteOwn(done.value.modseq);
      return ok('Moved', session.qresync ? `HIGHESTMODSEQ ${done.value.modseq}` : undefined);
    },
  };
}

function copyUid({ uidvalidity, pairs }: Copied): string | undefined {
  if (pairs.length === 0) return undefined;
  return `COPYUID ${uidvalidity} ${encodeSet(pairs.map(({ from }) => from))} ${encodeSet(pairs.map(({ to }) => to))}`;
}
