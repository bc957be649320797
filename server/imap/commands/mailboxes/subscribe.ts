import { subscribeShared, updateMailbox } from '#server/store/index.ts';
import { dropSubscription } from '../../mailboxes/subscriptions.ts';
import { findMailbox, mailboxArgument } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok, refused } from '../../session/reply.ts';

/** RFC 9051 §6.3.7: only to a mailbox that is there. */
export const subscribe: Command = subscribing(true);

/** RFC 9051 §6.3.8. */
export const unsubscribe: Command = subscribing(false);

function subscribing(subscribed: boolean): Command {
  return {
    states: loggedIn,
    async run(session, cursor) {
      const path = mailboxArgument(cursor);
      cursor.end();
      const place = await findMailbox(session, path);
      if (!place && path !== null && !subscribed && (await dropSubscription(session, path))) return ok('Done');
      if (!place?.rights.includes('l')) return refused('noSuchMailbox');
      const { accountId, mailbox } = place;
      session.notify?.caused(accountId, mailbox.mailboxId);
      if (!place.own) {
        await subscribeShared(session.accountId, accountId, mailbox.mailboxId, subscribed);
        return ok('Done');
      }
      const done = await updateMailbox(accountId, mailbox.mailboxId, { subscribed });
      return done.ok ? ok('Done') : refused(done.reason);
    },
  };
}
