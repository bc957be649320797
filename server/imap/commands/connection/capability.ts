import { capabilities } from '../../session/capabilities.ts';
import { anyState, type Command } from '../../session/command.ts';
import { ok } from '../../session/reply.ts';

/** RFC 9051 §6.1.1. */
export const capability: Command = {
  states: anyState,
  async run(session, cursor) {
    cursor.end();
    session.untagged(capabilities(session));
    return ok('That is what is offered');
  },
};
