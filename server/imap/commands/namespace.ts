import { loggedIn, type Command } from '../session/command.ts';
import { ok } from '../session/reply.ts';

/** RFC 2342: one namespace, the user's own. */
export const namespace: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.end();
    session.untagged('NAMESPACE (("" "/")) NIL NIL');
    return ok('That is all');
  },
};
