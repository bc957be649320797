import { notifyEvents, parseNotify, UnknownEvent, type NotifyRequest } from '#lib/imap/requests/notify-request.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { no, ok } from '../../session/reply.ts';
import { Notify } from '../../session/notify.ts';

/** RFC 5465 §3.1. SET is a NOOP, too: what happened in the selected mailbox is told at once. */
export const notify: Command = {
  states: loggedIn,
  updates: 'look',
  async run(session, cursor) {
    cursor.space();
    let request: NotifyRequest;
    try {
      request = parseNotify(cursor);
      cursor.end();
    } catch (error) {
      if (!(error instanceof UnknownEvent)) throw error;
      return no('There is no such event', `BADEVENT (${notifyEvents.join(' ')})`);
    }
    session.notify?.end();
    session.notify = null;
    if (request !== 'none') session.notify = await Notify.begin(session, request.groups, request.status);
    return ok('That is what you will hear of');
  },
};
