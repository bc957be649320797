/** STARTTLS (RFC 3207). Everything learnt in clear text is forgotten, and what was sent in clear text after the command is dropped. */
import { reply } from '#lib/smtp/reply.ts';
import type { SmtpSession } from '../session.ts';

export async function startTls(session: SmtpSession, argument: string): Promise<void> {
  if (session.connection.secure) return session.send(reply(503, '5.5.1', 'TLS is active already'));
  if (argument) return session.send(reply(501, '5.5.4', 'STARTTLS takes no argument'));
  session.send(reply(220, '2.0.0', 'Ready to start TLS'));
  try {
    await session.connection.startTls(session.context.secureContext());
  } catch {
    session.ended = true;
    session.connection.destroy();
    return;
  }
  session.forget();
}
