/** QUIT (RFC 5321 §4.1.1.10). */
import { reply } from '#lib/smtp/reply.ts';
import { config } from '#server/config/config.ts';
import type { SmtpSession } from '../session.ts';

export function quit(session: SmtpSession): void {
  session.ended = true;
  session.send(reply(221, '2.0.0', `${config().hostname} closing connection`));
}
