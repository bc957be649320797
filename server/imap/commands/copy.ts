import { encodeSet, parseSequenceSet } from '#lib/imap/sequence-set.ts';
import { copyMessages, moveMessages, type Copied } from '#server/store/index.ts';
import { findMailbox, mailboxArgument } from '../mailboxes/tree.ts';
import { selectedOnly, type Command } from '../session/command.ts';
import { no, ok, refused } from '../session/reply.ts';

/** RFC 9051 §6.4.7: all or nothing; COPYUID in the reply (RFC 4315 §3). */
export const copy: Command = transferring(false);

/** RFC 6851: COPYUID comes first, then EXPUNGE, then OK. UIDs that are not there are no error. */
export const move: Command = transferring(true);

function transferring(moves: boolean): Command {
  return {
    states: selectedOnly,
    async run(session, cursor, { uid }) {
      cursor.space();
      const set = parseSequenceSet(cursor);
      const path = mailboxArgument(cursor);
      cursor.end();
      const { view, mailboxId, readOnly } = session.open;
      if (moves && readOnly) return no('The mailbox was opened to read only', 'READ-ONLY');
      const target = await findMailbox(session.accountId, path);
      if (!target) return no('There is no such mailbox', 'TRYCREATE');
      const uids = view.select(set, uid).map((index) => view.uid(index));
      if (uids.length === 0) return ok('Nothing to do');
      const done = await (moves ? moveMessages : copyMessages)(session.accountId, mailboxId, uids, target.mailboxId);
      if (!done.ok) return done.reason === 'noSuchMailbox' ? no('There is no such mailbox', 'TRYCREATE') : refused(done.reason);
      const code = copyUid(done.value);
      if (!moves) return ok('Copied', code);
      if (code) session.untagged(`OK [${code}] Moved`);
      view.noteVanished(done.value.pairs.map(({ from }) => from));
      return ok('Moved', session.qresync ? `HIGHESTMODSEQ ${done.value.modseq}` : undefined);
    },
  };
}

function copyUid({ uidvalidity, pairs }: Copied): string | undefined {
  if (pairs.length === 0) return undefined;
  return `COPYUID ${uidvalidity} ${encodeSet(pairs.map(({ from }) => from))} ${encodeSet(pairs.map(({ to }) => to))}`;
}
