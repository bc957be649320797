import { capabilityLines } from '../capabilities.ts';
import { count, type Command } from '../command.ts';
import { ok } from '../reply.ts';

/** RFC 5804 §2.4. */
export const capability: Command = {
  state: 'any',
  run(session, args) {
    count(args, 0, 0, 'CAPABILITY');
    session.connection.write(capabilityLines(session));
    return ok();
  },
};
