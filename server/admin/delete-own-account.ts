/** People delete their account with all that is in it. */
import { authenticate, type AuthenticatedUser } from '#server/auth/authenticate.ts';
import { audit, removeAccount } from '#server/store/index.ts';

export type Deletion = 'done' | 'wrongPassword' | 'throttled' | 'onlyAdministrator';

/** At once and for good. The password, so that an open browser alone cannot do it. */
export async function deleteOwnAccount(user: AuthenticatedUser, ip: string, password: string): Promise<Deletion> {
  const known = await authenticate({ login: user.login, password, remoteAddress: ip, scope: 'web' });
  if (!known.ok) return known.reason === 'throttled' ? 'throttled' : 'wrongPassword';
  const removed = await removeAccount(user.accountId);
  if (!removed.ok) return 'onlyAdministrator';
  await audit(user.login, 'own.delete', { accountId: user.accountId, domains: [user.login.slice(user.login.lastIndexOf('@') + 1)] }, ip);
  return 'done';
}
