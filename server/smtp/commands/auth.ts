/** AUTH (RFC 4954) with PLAIN and LOGIN, on the submission ports only. */
import { decodeBase64, parsePlain } from '#lib/sasl/plain.ts';
import { reply } from '#lib/smtp/reply.ts';
import { authenticate } from '#server/auth/authenticate.ts';
import { config } from '#server/config/config.ts';
import { limits } from '#server/net/limits.ts';
import { accountAddresses } from '#server/store/index.ts';
import type { SmtpSession } from '../session.ts';

const maxFailures = 5;

export async function auth(session: SmtpSession, argument: string): Promise<void> {
  if (!session.submission) return session.send(reply(502, '5.5.1', 'Log in on the submission port (587 or 465), not here'));
  if (!session.helo) return session.send(reply(503, '5.5.1', 'Say EHLO first'));
  if (session.user) return session.send(reply(503, '5.5.1', 'You are logged in already'));
  if (session.transaction) return session.send(reply(503, '5.5.1', 'Not during a mail transaction'));
  if (!session.mayLogIn) return session.send(reply(538, '5.7.11', 'Passwords are taken over TLS only: say STARTTLS first'));
  const [mechanism = '', initial, ...more] = argument.split(/ +/);
  if (more.length > 0) return session.send(reply(501, '5.5.4', 'AUTH takes a mechanism and one initial response'));
  const read = { PLAIN: plain, LOGIN: login }[mechanism.toUpperCase()];
  if (!read) return session.send(reply(504, '5.5.4', 'The mechanisms are PLAIN and LOGIN'));
  const credentials = await read(session, initial === '=' ? '' : initial);
  if (credentials === 'cancelled') return session.send(reply(501, '5.0.0', 'Log-in cancelled'));
  if (!credentials) return session.send(reply(501, '5.5.2', 'That response is not understood'));
  await logIn(session, credentials);
}

interface Credentials {
  login: string;
  password: string;
}
type Answer = Credentials | 'cancelled' | null;

async function plain(session: SmtpSession, initial: string | undefined): Promise<Answer> {
  const answer = initial ?? (await challenge(session, ''));
  if (answer === '*') return 'cancelled';
  const found = parsePlain(answer);
  // RFC 4616 §2: nobody acts for somebody else here.
  return found && (found.authzid === '' || found.authzid === found.login) ? found : null;
}

async function login(session: SmtpSession, initial: string | undefined): Promise<Answer> {
  const name = initial ?? (await challenge(session, 'VXNlcm5hbWU6')); // Username:
  if (name === '*') return 'cancelled';
  const password = await challenge(session, 'UGFzc3dvcmQ6'); // Password:
  if (password === '*') return 'cancelled';
  const [first, second] = [decodeBase64(name), decodeBase64(password)];
  return first && second ? { login: first, password: second } : null;
}

async function challenge(session: SmtpSession, text: string): Promise<string> {
  session.connection.write(`334 ${text}\r\n`);
  const line = await session.connection.readLine(limits.smtpAuthLineBytes, limits.beforeLoginMs);
  return line === null ? '*' : line.toString('utf8').trim();
}

async function logIn(session: SmtpSession, { login: name, password }: Credentials): Promise<void> {
  const result = await authenticate({ login: name, password, remoteAddress: session.connection.remoteAddress, scope: 'smtp' });
  if (result.ok) {
    session.user = result.user;
    session.ownAddresses = new Set(await accountAddresses(result.user.accountId));
    return session.send(reply(235, '2.7.0', 'Authentication successful'));
  }
  if (result.reason === 'throttled') session.send(reply(454, '4.7.0', 'Too many failed log-ins, please wait'));
  else if (result.reason === 'disabled') session.send(reply(535, '5.7.13', 'This account is suspended'));
  else session.send(reply(535, '5.7.8', 'Name or password is wrong'));
  if (++session.failedLogins < maxFailures) return;
  session.ended = true;
  session.send(reply(421, '4.7.0', `${config().hostname} closing connection: too many failed log-ins`));
}
