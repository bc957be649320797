import { loggedIn, type Command } from '../session/command.ts';
import { ok } from '../session/reply.ts';

/** RFC 5161. What is not known is passed over in silence. */
export const enable: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const enabled: string[] = [];
    while (cursor.accept(' ')) {
      const word = cursor.word();
      if (word !== 'CONDSTORE' && word !== 'QRESYNC') continue;
      enabled.push(word);
      session.condstore = true; // RFC 7162 §3.2.3: QRESYNC implies CONDSTORE
      if (word === 'QRESYNC') session.qresync = true;
    }
    cursor.end();
    session.untagged(enabled.length > 0 ? `ENABLED ${enabled.join(' ')}` : 'ENABLED');
    return ok('Enabled');
  },
};
