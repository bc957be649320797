/** Gates for server actions: a page that was allowed a minute ago says nothing about now. */
import type { AuthenticatedUser } from './authenticate.ts';
import { sessionUser, whereFrom } from './session.ts';

export interface ActingUser {
  user: AuthenticatedUser;
  actor: { name: string; ip: string };
}

/** Throws when nobody is signed in: an action is posted by pages of ours only, after sign-in. */
export async function requireUser(): Promise<ActingUser> {
  const user = await sessionUser();
  if (!user) throw new Error('Your session has ended. Sign in again.');
  return { user, actor: { name: user.login, ip: (await whereFrom()).remoteAddress } };
}

export async function requireAdmin(): Promise<ActingUser> {
  const acting = await requireUser();
  if (!acting.user.isAdmin) throw new Error('Only an administrator may do this.');
  return acting;
}
