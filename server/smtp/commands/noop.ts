/** NOOP (RFC 5321 §4.1.1.9). */
import { reply } from '#lib/smtp/reply.ts';
import type { SmtpSession } from '../session.ts';

export function noop(session: SmtpSession): void {
  session.junk++;
  session.send(reply(250, '2.0.0', 'OK'));
}
