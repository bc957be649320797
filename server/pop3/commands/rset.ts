import type { Command } from '../command.ts';
import { ok } from '../reply.ts';

/** RFC 1939 §5: nothing is marked as deleted any more. */
export const rset: Command = {
  state: 'transaction',
  run(session) {
    for (const letter of session.open.letters) letter.deleted = false;
    return ok(`${session.open.letters.length} messages`);
  },
};
