import { count, type Command } from '../command.ts';
import { ok } from '../reply.ts';

/** RFC 5804 §2.3: what comes behind it is not looked at. */
export const logout: Command = {
  state: 'any',
  run(session, args) {
    count(args, 0, 0, 'LOGOUT');
    session.send(ok('Good-bye'));
    session.ended = true;
    return null;
  },
};
