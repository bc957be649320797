import { decodeUtf8 } from '#lib/imap/wire/octets.ts';
import { authenticate } from '#server/auth/authenticate.ts';
import { type Command } from '../../session/command.ts';
import { logInRefused } from './authenticate.ts';
import { loggedInAs, passwordForbidden } from './log-in.ts';

/** RFC 9051 §6.2.3. */
export const login: Command = {
  states: ['notAuthenticated'],
  async run(session, cursor) {
    cursor.space();
    const name = cursor.text();
    cursor.space();
    const password = cursor.text();
    cursor.end();
    const refusal = passwordForbidden(session);
    if (refusal) return refusal;
    const { remoteAddress } = session.connection;
    const given = { login: decodeUtf8(name) ?? name, password: decodeUtf8(password) ?? password };
    const result = await authenticate({ ...given, remoteAddress, scope: 'imap' });
    if (result.ok) return loggedInAs(session, result.user);
    session.errors++;
    return logInRefused[result.reason];
  },
};
