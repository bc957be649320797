import type { Command } from '../command.ts';
import { logIn, passwordForbidden } from '../log-in.ts';
import { failed } from '../reply.ts';

/** RFC 1939 §7. All behind the space is the password, spaces included. */
export const pass: Command = {
  state: 'authorization',
  run(session, argument) {
    const { login } = session;
    return passwordForbidden(session) ?? (login === null ? failed('Say USER first') : logIn(session, login, argument));
  },
};
