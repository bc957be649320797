import { anyState, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';

/** RFC 9051 §6.1.2; CHECK (RFC 3501 §6.4.1) is the same here, as everything is on disk already. */
export const noop: Command = {
  states: anyState,
  updates: 'look',
  async run(_session, cursor) {
    cursor.end();
    return ok('Done');
  },
};
