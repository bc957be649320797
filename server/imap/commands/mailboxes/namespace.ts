import { othersPrefix } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';

/** RFC 2342: the user's own mailboxes, and below another name those that others share with him. */
export const namespace: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.end();
    session.untagged(`NAMESPACE (("" "/")) (("${othersPrefix}/" "/")) NIL`);
    return ok('That is all');
  },
};
