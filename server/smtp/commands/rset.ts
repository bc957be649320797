/** RSET (RFC 5321 §4.1.1.5). */
import { reply } from '#lib/smtp/reply.ts';
import type { SmtpSession } from '../session.ts';

export function rset(session: SmtpSession): void {
  session.reset();
  session.junk++;
  session.send(reply(250, '2.0.0', 'OK'));
}
