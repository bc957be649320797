/** VRFY and EXPN (RFC 5321 §3.5.3, §7.3): addresses are not given away; RCPT tells those who have mail to bring. */
import { reply } from '#lib/smtp/reply.ts';
import type { SmtpSession } from '../session.ts';

export function verify(session: SmtpSession, argument: string): void {
  session.junk++;
  if (!argument) return session.send(reply(501, '5.5.4', 'VRFY and EXPN need a name'));
  session.send(reply(252, '2.5.2', 'Cannot verify, but send the message and see'));
}
