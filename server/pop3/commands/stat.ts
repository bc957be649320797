import type { Command } from '../command.ts';
import { ok } from '../reply.ts';

/** RFC 1939 §5: messages not marked as deleted, and their octets together. */
export const stat: Command = {
  state: 'transaction',
  run(session) {
    const { kept } = session.open;
    return ok(`${kept.length} ${kept.reduce((sum, { size }) => sum + size, 0)}`);
  },
};
