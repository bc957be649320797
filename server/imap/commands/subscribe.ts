import { updateMailbox } from '#server/store/index.ts';
import { findMailbox, mailboxArgument } from '../mailboxes/tree.ts';
import { loggedIn, type Command } from '../session/command.ts';
import { ok, refused } from '../session/reply.ts';

/** RFC 9051 §6.3.7. A subscription belongs to a mailbox that is there. */
export const subscribe: Command = subscribing(true);

/** RFC 9051 §6.3.8. */
export const unsubscribe: Command = subscribing(false);

function subscribing(subscribed: boolean): Command {
  return {
    states: loggedIn,
    async run(session, cursor) {
      const path = mailboxArgument(cursor);
      cursor.end();
      const mailbox = await findMailbox(session.accountId, path);
      if (!mailbox) return refused('noSuchMailbox');
      const done = await updateMailbox(session.accountId, mailbox.mailboxId, { subscribed });
      return done.ok ? ok('Done') : refused(done.reason);
    },
  };
}
