/** What LOGIN and AUTHENTICATE have in common: the answer with the capabilities of now. */
import { passwordAllowed } from '#server/auth/password-allowed.ts';
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import { getAccount } from '#server/store/index.ts';
import { capabilities } from '../../session/capabilities.ts';
import { no, ok, type Reply } from '../../session/reply.ts';
import type { Session } from '../../session/session.ts';

export async function loggedInAs(session: Session, user: AuthenticatedUser): Promise<Reply> {
  const off = (await getAccount(user.accountId))?.settings.imapDisabledCapabilities;
  session.disabled = new Set(Array.isArray(off) ? off.map((name) => String(name).toUpperCase()) : []);
  session.user = user;
  session.guard.watch(user);
  session.errors = 0;
  return ok('Logged in', capabilities(session));
}

/** RFC 9051 §6.2.3, §11.5: never a password in clear text where the settings forbid it. */
export function passwordForbidden(session: Session): Reply | null {
  return passwordAllowed(session.connection) ? null : no('Not without TLS: begin with STARTTLS', 'PRIVACYREQUIRED');
}
