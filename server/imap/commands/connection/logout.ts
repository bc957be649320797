import { anyState, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';

/** RFC 9051 §6.1.3: BYE comes before the tagged OK. */
export const logout: Command = {
  states: anyState,
  updates: 'none',
  async run(session, cursor) {
    cursor.end();
    session.bye('Good-bye.');
    return ok('Logged out');
  },
};
