/** What PASS and AUTH have in common: the check, the snapshot, and the answer. */
import { passwordAllowed } from '#server/auth/password-allowed.ts';
import { authenticate, type AuthenticatedUser } from '#server/auth/authenticate.ts';
import { Maildrop } from './maildrop.ts';
import { failed, ok, type Reply } from './reply.ts';
import type { Session } from './session.ts';

export async function logIn(session: Session, login: string, password: string): Promise<Reply> {
  const { remoteAddress } = session.connection;
  const result = await authenticate({ login, password, remoteAddress, scope: 'pop3' });
  session.login = null;
  return result.ok ? openMaildrop(session, result.user) : refusedLogIn[result.reason];
}

export async function openMaildrop(session: Session, user: AuthenticatedUser): Promise<Reply> {
  session.maildrop = await Maildrop.open(user.accountId);
  session.guard.watch(user);
  session.errors = 0;
  return ok('user successfully logged on');
}

/** RFC 3206: AUTH for what the user must put right, SYS/TEMP for what time puts right. */
export const refusedLogIn = {
  throttled: failed('Too many wrong passwords: wait a few minutes', 'SYS/TEMP'),
  disabled: failed('This account is suspended: ask your administrator', 'SYS/PERM'),
  credentials: failed('The name or the password is wrong', 'AUTH'),
};

/** RFC 2595 §2.2: never a password in clear text where the settings forbid it. */
export function passwordForbidden(session: Session): Reply | null {
  return passwordAllowed(session.connection) ? null : failed('Not without TLS: begin with STLS', 'SYS/PERM');
}
