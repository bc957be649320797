import { limits } from '#server/net/limits.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { bad, ok } from '../../session/reply.ts';
import { tellUntilInput } from '../../session/wait.ts';

/** RFC 2177. Everything may be told while it lasts, EXPUNGE too. */
export const idle: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.end();
    const { connection } = session;
    connection.write('+ idling\r\n');
    if ((await tellUntilInput(session, { expunges: true })) === 'end') return (session.bye('You were silent for too long.'), null);
    const line = await connection.readLine(limits.imapLineBytes, limits.beforeLoginMs);
    return line?.toString('latin1').toUpperCase() === 'DONE' ? ok('No longer idle') : bad('DONE was expected');
  },
};
