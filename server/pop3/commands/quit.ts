import type { Command } from '../command.ts';
import { failed, ok } from '../reply.ts';

/** RFC 1939 §6: the only place where messages are removed; the reply comes after the commit. */
export const quit: Command = {
  state: 'any',
  async run(session) {
    session.ended = true;
    const done = (await session.maildrop?.update()) ?? true;
    return done ? ok('POP3 server signing off') : failed('Some messages were not removed', 'SYS/TEMP');
  },
};
