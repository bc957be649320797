/** EHLO (RFC 5321 §4.1.1.1), LHLO (RFC 2033 §4.1), and what this server can do beyond plain SMTP. */
import { passwordAllowed } from '#server/auth/password-allowed.ts';
import { reply } from '#lib/smtp/reply.ts';
import { saslMechanisms } from '#server/auth/sasl.ts';
import { config } from '#server/config/config.ts';
import { limits } from '#server/net/limits.ts';
import type { SmtpSession } from '../session.ts';

export function ehlo(session: SmtpSession, argument: string): void {
  session.junk++;
  // RFC 5321 §4.1.4: what is refused changes nothing.
  if (!isHeloName(argument)) return session.send(reply(501, '', `${session.lmtp ? 'LHLO' : 'EHLO'} needs the name of your machine`));
  session.reset();
  session.helo = argument;
  session.esmtp = true;
  const { secure } = session.connection;
  const { hostname, maxMessageSize } = config();
  session.send(
    reply(250, '', [
      `${hostname} Hello ${argument}, pleased to meet you`,
      'PIPELINING', // RFC 2920
      `SIZE ${maxMessageSize}`, // RFC 1870
      '8BITMIME', // RFC 6152
      'SMTPUTF8', // RFC 6531
      'CHUNKING', // RFC 3030
      'BINARYMIME',
      'DSN', // RFC 3461
      ...(secure ? ['REQUIRETLS'] : ['STARTTLS']), // RFC 8689 §2: offered over TLS only; RFC 3207
      `LIMITS RCPTMAX=${limits.smtpRecipients}`, // RFC 9422
      ...(session.submission ? [`FUTURERELEASE ${limits.futureReleaseSeconds} ${latest()}`] : []), // RFC 4865 §4
      ...(session.submission && passwordAllowed(session.connection) && !session.user ? [`AUTH ${saslMechanisms(secure).join(' ')}`] : []), // RFC 4954
      'ENHANCEDSTATUSCODES', // RFC 2034
    ]),
  );
}

/** Whatever one word it is: real senders say the strangest things here, and nothing depends on it. */
export const isHeloName = (name: string): boolean => name.length > 0 && name.length <= 255 && !/[\s\p{Cc}]/u.test(name);

const latest = () => `${new Date(Date.now() + limits.futureReleaseSeconds * 1000).toISOString().slice(0, 19)}Z`;
