import { decodeUtf8 } from '#lib/imap/octets.ts';
import { type Command } from '../session/command.ts';
import { logIn, passwordForbidden } from './log-in.ts';

/** RFC 9051 §6.2.3. */
export const login: Command = {
  states: ['notAuthenticated'],
  async run(session, cursor) {
    cursor.space();
    const name = cursor.text();
    cursor.space();
    const password = cursor.text();
    cursor.end();
    return passwordForbidden(session) ?? logIn(session, decodeUtf8(name) ?? name, decodeUtf8(password) ?? password);
  },
};
