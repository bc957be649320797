import { loggedIn, type Command } from '../../session/command.ts';
import { no } from '../../session/reply.ts';

/** RFC 4978. The OK is the last that goes out as it is. */
export const compress: Command = {
  states: loggedIn,
  updates: 'none',
  async run(session, cursor, { tag }) {
    cursor.space();
    const mechanism = cursor.word();
    cursor.end();
    const { connection } = session;
    if (mechanism !== 'DEFLATE') return no('DEFLATE is the one that there is', 'CANNOT');
    if (connection.compressed) return no('It is compressed already', 'COMPRESSIONACTIVE');
    if (!connection.mayCompress()) return no('Too many connections are compressed: go on without', 'LIMIT');
    connection.write(`${tag} OK Compressed from here on\r\n`);
    await connection.compress();
    return null;
  },
};
