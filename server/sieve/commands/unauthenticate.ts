import { count, type Command } from '../command.ts';
import { done } from '../script-name.ts';

/** RFC 5804 §2.14.1: TLS stays. */
export const unauthenticate: Command = {
  state: 'authenticated',
  run(session, args) {
    count(args, 0, 0, 'UNAUTHENTICATE');
    session.user = null;
    session.anonymousSince = Date.now();
    session.guard.release();
    return done;
  },
};
