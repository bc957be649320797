import { passwordAllowed } from '#server/auth/password-allowed.ts';
import { runSasl, saslMechanisms } from '#server/auth/sasl.ts';
import { limits } from '#server/net/limits.ts';
import type { Command } from '../command.ts';
import { openMaildrop, passwordForbidden, refusedLogIn } from '../log-in.ts';
import { failed, type Reply } from '../reply.ts';

/** RFC 5034 §4: every mechanism that IMAP has, with or without an initial response. Without a mechanism: which there are. */
export const auth: Command = {
  state: 'authorization',
  async run(session, argument) {
    const { connection } = session;
    const [mechanism = '', initial, ...more] = argument.trim().split(/ +/);
    const offered = saslMechanisms(connection.secure);
    if (mechanism === '') {
      session.sendLines('', passwordAllowed(session.connection) ? offered : []);
      return null;
    }
    if (more.length > 0) return failed('AUTH takes a mechanism and an initial response');
    if (!offered.includes(mechanism.toUpperCase())) return failed(`There is no such mechanism. There are: ${offered.join(' ')}`);
    const refusal = passwordForbidden(session);
    if (refusal) return refusal;
    session.login = null;
    const ask = async (challenge: string) => {
      connection.write(`+ ${challenge}\r\n`);
      await connection.flush();
      return (await connection.readLine(limits.smtpAuthLineBytes, limits.beforeLoginMs))?.toString('latin1') ?? null;
    };
    const { remoteAddress, channelBindings: bindings } = connection;
    const result = await runSasl({ mechanism, initial, remoteAddress, scope: 'pop3', bindings, ask });
    return result.ok ? openMaildrop(session, result.user) : notLoggedIn(result.reason);
  },
};

type Reason = Extract<Awaited<ReturnType<typeof runSasl>>, { ok: false }>['reason'];

function notLoggedIn(reason: Reason): Reply {
  switch (reason) {
    case 'cancelled':
      return failed('Cancelled');
    case 'authorization':
      return failed('You log in as yourself, and act as yourself', 'AUTH');
    case 'malformed':
      return failed('That response is not understood');
    case 'unknownMechanism':
      return failed('There is no such mechanism');
    case 'credentials':
    case 'throttled':
    case 'disabled':
      return refusedLogIn[reason];
  }
}
