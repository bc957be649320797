/** AUTH (RFC 4954), on the submission ports only: the mechanisms of server/auth/sasl.ts. */
import { passwordAllowed } from '#server/auth/password-allowed.ts';
import { reply, type Reply } from '#lib/smtp/reply.ts';
import { runSasl, saslMechanisms, type SaslResult } from '#server/auth/sasl.ts';
import { config } from '#server/config/config.ts';
import { LineTooLong } from '#server/net/connection.ts';
import { limits } from '#server/net/limits.ts';
import { accountAddresses } from '#server/store/index.ts';
import type { SmtpSession } from '../session.ts';

const maxFailures = 5;

export async function auth(session: SmtpSession, argument: string): Promise<void> {
  const { connection } = session;
  if (!session.submission) return session.send(reply(502, '5.5.1', 'Log in on the submission port (587 or 465), not here'));
  if (!session.helo) return session.send(reply(503, '5.5.1', 'Say EHLO first'));
  if (session.user) return session.send(reply(503, '5.5.1', 'You are logged in already'));
  if (session.transaction) return session.send(reply(503, '5.5.1', 'Not during a mail transaction'));
  if (!passwordAllowed(session.connection))
    return session.send(reply(538, '5.7.11', 'Passwords are taken over TLS only: say STARTTLS first'));
  const [mechanism = '', initial, ...more] = argument.split(/ +/);
  if (more.length > 0) return session.send(reply(501, '5.5.4', 'AUTH takes a mechanism and one initial response'));
  const ask = async (challenge: string) => {
    connection.write(`334 ${challenge}\r\n`);
    return (await connection.readLine(limits.smtpAuthLineBytes, limits.beforeLoginMs))?.toString('latin1').trim() ?? null;
  };
  const { remoteAddress, channelBindings: bindings } = connection;
  const result = await runSasl({ mechanism, initial, remoteAddress, scope: 'smtp', bindings, ask }).catch((error: unknown) => {
    if (error instanceof LineTooLong) return null;
    throw error;
  });
  // RFC 4954 §4: it was read to its end, so the session can go on.
  if (!result) return session.send(reply(500, '5.5.6', `That line is longer than ${limits.smtpAuthLineBytes} octets`));
  if (result.ok) {
    session.user = result.user;
    session.guard.watch(result.user);
    session.ownAddresses = new Set(await accountAddresses(result.user.accountId));
    return session.send(reply(235, '2.7.0', 'Authentication successful'));
  }
  session.send(refusal(result.reason, connection.secure));
  if (!guesses.has(result.reason) || ++session.failedLogins < maxFailures) return;
  session.ended = true;
  session.send(reply(421, '4.7.0', `${config().hostname} closing connection: too many failed log-ins`));
}

type Reason = Extract<SaslResult, { ok: false }>['reason'];
const guesses = new Set<Reason>(['credentials', 'throttled', 'disabled']);

/** RFC 4954 §4, §6. */
function refusal(reason: Reason, secure: boolean): Reply {
  switch (reason) {
    case 'unknownMechanism':
      return reply(504, '5.5.4', `The mechanisms are ${saslMechanisms(secure).join(', ')}`);
    case 'cancelled':
      return reply(501, '5.0.0', 'Log-in cancelled');
    case 'authorization':
      return reply(535, '5.7.8', 'You log in as yourself, and act as yourself');
    case 'malformed':
      return reply(501, '5.5.2', 'That response is not understood');
    case 'throttled':
      return reply(454, '4.7.0', 'Too many failed log-ins, please wait');
    case 'disabled':
      return reply(535, '5.7.13', 'This account is suspended');
    case 'credentials':
      return reply(535, '5.7.8', 'Name or password is wrong');
  }
}
