/** Gates for server actions: a page that was allowed a minute ago says nothing about now. */
import { notFound, redirect } from 'next/navigation';
import type { AuthenticatedUser } from './authenticate.ts';
import { sessionUser, whereFrom } from './session.ts';

export interface ActingUser {
  user: AuthenticatedUser;
  actor: { name: string; ip: string };
}

/** For pages: whoever is not signed in is sent to sign in, and comes back to `path` afterwards. */
export async function userOfPage(path: string): Promise<AuthenticatedUser> {
  return (await sessionUser()) ?? redirect(`/login?next=${encodeURIComponent(path)}`);
}

/**
 * For every page of the administration, not only their layout: Next renders a page without its layout when the browser has that already.
 * Whoever is not an administrator need not know that there is something here.
 */
export async function adminOfPage(path: string): Promise<AuthenticatedUser> {
  const user = await userOfPage(path);
  return user.isAdmin ? user : notFound();
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
