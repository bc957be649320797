import { log } from '#server/log/log.ts';
import { anyState, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';

/** RFC 2971. What the client says of itself goes to the log and decides nothing. */
export const id: Command = {
  states: anyState,
  async run(session, cursor) {
    cursor.space();
    if (cursor.is('(')) {
      const words = cursor.list(() => cursor.nstring());
      log.debug('imap: the client says what it is', { client: words.join(' ').slice(0, 500) });
    } else cursor.nstring();
    cursor.end();
    session.untagged('ID ("name" "Posthorn")');
    return ok('Pleased to meet you');
  },
};
