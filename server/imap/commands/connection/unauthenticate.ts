import { capabilities } from '../../session/capabilities.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';

/** RFC 8437: as after the greeting, for programs that act for many users over one connection. TLS and compression stay. */
export const unauthenticate: Command = {
  states: loggedIn,
  updates: 'none',
  async run(session, cursor) {
    cursor.end();
    session.logOut();
    return ok('Logged out; log in as whom you like', capabilities(session));
  },
};
