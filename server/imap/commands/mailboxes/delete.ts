import { deleteMailbox } from '#server/store/index.ts';
import { keepSubscription } from '../../mailboxes/subscriptions.ts';
import { findMailbox, mailboxArgument } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { forbidden, no, ok, refused } from '../../session/reply.ts';

/** RFC 9051 §6.3.5: with its messages. One that has children stays (HASCHILDREN). */
export const deleteCommand: Command = {
  states: loggedIn,
  slow: true,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    cursor.end();
    const place = await findMailbox(session, path);
    if (!place) return refused('noSuchMailbox');
    if (!place.rights.includes('x')) return forbidden();
    const { accountId, mailbox } = place;
    if (mailbox.role === 'inbox') return no('INBOX cannot be deleted', 'CANNOT');
    const done = await deleteMailbox(accountId, mailbox.mailboxId, { onDestroyRemoveEmails: true });
    if (!done.ok) return refused(done.reason);
    if (place.own && place.subscribed) await keepSubscription(session, place.path);
    session.notify?.caused(accountId, mailbox.mailboxId);
    if (session.selected?.accountId === accountId && session.selected.mailboxId === mailbox.mailboxId) session.unselect();
    return ok('Deleted');
  },
};
