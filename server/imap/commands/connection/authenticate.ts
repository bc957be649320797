import { runSasl, type SaslResult } from '#server/auth/sasl.ts';
import { limits } from '#server/net/limits.ts';
import { type Command } from '../../session/command.ts';
import { bad, no, type Reply } from '../../session/reply.ts';
import { loggedInAs, passwordForbidden } from './log-in.ts';

/** RFC 9051 §6.2.2 with an initial response (RFC 4959): the mechanisms of server/auth/sasl.ts. */
export const authenticate: Command = {
  states: ['notAuthenticated'],
  async run(session, cursor) {
    cursor.space();
    const mechanism = cursor.word();
    const initial = cursor.accept(' ') ? cursor.match(/[^ ]+/y, 'an initial response')[0] : undefined;
    cursor.end();
    const refusal = passwordForbidden(session);
    if (refusal) return refusal;
    const { connection } = session;
    const ask = async (challenge: string) => {
      connection.write(`+ ${challenge}\r\n`);
      await connection.flush();
      return (await connection.readLine(limits.imapLiteralBeforeLogin, limits.beforeLoginMs))?.toString('latin1') ?? null;
    };
    const { remoteAddress, channelBindings: bindings } = connection;
    const result = await runSasl({ mechanism, initial, remoteAddress, scope: 'imap', bindings, ask });
    if (result.ok) return loggedInAs(session, result.user);
    return notLoggedIn(result.reason, mechanism, () => session.errors++);
  },
};

type Reason = Extract<SaslResult, { ok: false }>['reason'];

/** RFC 5530 §3. */
function notLoggedIn(reason: Reason, mechanism: string, count: () => void): Reply {
  switch (reason) {
    case 'unknownMechanism':
      return no(`There is no mechanism ${mechanism.slice(0, 50)}`, 'CANNOT');
    case 'cancelled':
      return bad('Cancelled');
    case 'authorization':
      return no('You log in as yourself, and act as yourself', 'AUTHORIZATIONFAILED');
    case 'malformed':
      return bad('That response is not understood');
    case 'credentials':
    case 'disabled':
    case 'throttled':
      count();
      return logInRefused[reason];
  }
}

export const logInRefused: Record<'credentials' | 'throttled' | 'disabled', Reply> = {
  throttled: no('Too many wrong passwords: wait a few minutes', 'UNAVAILABLE'),
  disabled: no('This account is suspended: ask your administrator', 'CONTACTADMIN'),
  credentials: no('The name or the password is wrong', 'AUTHENTICATIONFAILED'),
};
