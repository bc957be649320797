import { deleteMailbox } from '#server/store/index.ts';
import { findMailbox, mailboxArgument } from '../mailboxes/tree.ts';
import { loggedIn, type Command } from '../session/command.ts';
import { no, ok, refused } from '../session/reply.ts';

/** RFC 9051 §6.3.5: with its messages. One that has children stays (HASCHILDREN). */
export const deleteCommand: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    cursor.end();
    const mailbox = await findMailbox(session.accountId, path);
    if (!mailbox) return refused('noSuchMailbox');
    if (mailbox.role === 'inbox') return no('INBOX cannot be deleted', 'CANNOT');
    const done = await deleteMailbox(session.accountId, mailbox.mailboxId, { onDestroyRemoveEmails: true });
    if (!done.ok) return refused(done.reason);
    if (session.selected?.mailboxId === mailbox.mailboxId) session.unselect();
    return ok('Deleted');
  },
};
