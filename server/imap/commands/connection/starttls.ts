import { type Command } from '../../session/command.ts';
import { bad } from '../../session/reply.ts';

/** RFC 9051 §6.2.1. Clear text that came behind the command is thrown away by the connection. */
export const starttls: Command = {
  states: ['notAuthenticated'],
  async run(session, cursor, { tag }) {
    cursor.end();
    if (session.connection.secure) return bad('TLS is on already');
    session.connection.write(`${tag} OK Begin TLS now\r\n`);
    await session.connection.startTls(session.context.secureContext());
    return null;
  },
};
