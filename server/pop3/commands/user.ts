import type { Command } from '../command.ts';
import { passwordForbidden } from '../log-in.ts';
import { failed, ok } from '../reply.ts';

/** RFC 1939 §7. Every name is taken: only PASS tells whether it fits, so that no one learns who has a mailbox here. */
export const user: Command = {
  state: 'authorization',
  run(session, argument) {
    const login = argument.trim();
    if (!login) return failed('Say USER and your name');
    const refusal = passwordForbidden(session);
    if (refusal) return refusal;
    session.login = login;
    return ok();
  },
};
