import type { Command } from '../command.ts';
import { failed } from '../reply.ts';

/** RFC 2595 §4. Clear text that came behind the command is thrown away by the connection, and what was said before is forgotten. */
export const stls: Command = {
  state: 'authorization',
  async run(session) {
    if (session.connection.secure) return failed('TLS is on already');
    session.send({ ok: true, text: 'Begin TLS now' });
    await session.connection.startTls(session.context.secureContext());
    session.login = null;
    return null;
  },
};
