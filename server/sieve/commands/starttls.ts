import { capabilityLines } from '../capabilities.ts';
import { count, type Command } from '../command.ts';
import { no, ok } from '../reply.ts';

/** RFC 5804 §2.2. Clear text that came behind the command is thrown away by the connection; the capabilities are told again. */
export const starttls: Command = {
  state: 'notAuthenticated',
  async run(session, args) {
    count(args, 0, 0, 'STARTTLS');
    const { connection } = session;
    if (connection.secure) return no('TLS is on already');
    session.send(ok('Begin TLS now'));
    await connection.startTls(session.context.secureContext());
    connection.write(capabilityLines(session));
    return ok('TLS is on');
  },
};
