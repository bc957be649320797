/** What PASS and AUTH have in common: the check, the snapshot, and the answer. */
import { authenticate } from '#server/auth/authenticate.ts';
import { Maildrop } from './maildrop.ts';
import { failed, ok, type Reply } from './reply.ts';
import type { Session } from './session.ts';

export async function logIn(session: Session, login: string, password: string): Promise<Reply> {
  const { remoteAddress } = session.connection;
  const result = await authenticate({ login, password, remoteAddress, scope: 'pop3' });
  session.login = null;
  if (result.ok) {
    session.maildrop = await Maildrop.open(result.user.accountId);
    session.errors = 0;
    return ok('user successfully logged on');
  }
  // RFC 3206: AUTH for what the user must put right, SYS/TEMP for what time puts right.
  if (result.reason === 'throttled') return failed('Too many wrong passwords: wait a few minutes', 'SYS/TEMP');
  if (result.reason === 'disabled') return failed('This account is suspended: ask your administrator', 'SYS/PERM');
  return failed('The name or the password is wrong', 'AUTH');
}

/** RFC 2595 §2.2: never a password in clear text where the settings forbid it. */
export function passwordForbidden(session: Session): Reply | null {
  return session.passwordAllowed ? null : failed('Not without TLS: begin with STLS', 'SYS/PERM');
}
