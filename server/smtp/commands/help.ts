/** HELP (RFC 5321 §4.1.1.8). */
import { reply } from '#lib/smtp/reply.ts';
import type { SmtpSession } from '../session.ts';

export function help(session: SmtpSession): void {
  session.junk++;
  session.send(reply(214, '2.0.0', 'Posthorn: EHLO, MAIL FROM:<you@example.org>, RCPT TO:<them@example.org>, DATA, QUIT (RFC 5321)'));
}
