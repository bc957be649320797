/** What LOGIN and AUTHENTICATE have in common: the check, and the answer with the capabilities of now. */
import { authenticate } from '#server/auth/authenticate.ts';
import { capabilities } from '../session/capabilities.ts';
import { no, ok, type Reply } from '../session/reply.ts';
import type { Session } from '../session/session.ts';

export async function logIn(session: Session, login: string, password: string): Promise<Reply> {
  const { remoteAddress } = session.connection;
  const result = await authenticate({ login, password, remoteAddress, scope: 'imap' });
  if (result.ok) {
    session.user = result.user;
    session.errors = 0;
    return ok('Logged in', capabilities(session));
  }
  session.errors++;
  // RFC 5530 §3.
  if (result.reason === 'throttled') return no('Too many wrong passwords: wait a few minutes', 'UNAVAILABLE');
  if (result.reason === 'disabled') return no('This account is suspended: ask your administrator', 'CONTACTADMIN');
  return no('The name or the password is wrong', 'AUTHENTICATIONFAILED');
}

/** RFC 9051 §6.2.3, §11.5: never a password in clear text where the settings forbid it. */
export function passwordForbidden(session: Session): Reply | null {
  return session.passwordAllowed ? null : no('Not without TLS: begin with STARTTLS', 'PRIVACYREQUIRED');
}
