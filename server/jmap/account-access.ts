/**
 * Which accounts a user may see, and how: decided here alone. Every method and every HTTP door asks; what is not in this list does not
 * exist for the user (RFC 8620 §3.6.2: accountNotFound). Ids of objects hold their account, so those of others are never found either.
 */
import { accountWireId } from '#lib/ids.ts';
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';

export interface AccountAccess {
  accountId: number;
  /** RFC 8620 §1.2. */
  id: string;
  name: string;
  isPersonal: boolean;
  isReadOnly: boolean;
}

/** The user's own account first: it is the primary one of every capability. Asked once a request, as access may be taken away. */
export function accountsOf(user: AuthenticatedUser): Promise<AccountAccess[]> {
  const { accountId, login } = user;
  return Promise.resolve([{ accountId, id: accountWireId(accountId), name: login, isPersonal: true, isReadOnly: false }]);
}

/** Null for an account that is not there, and for one that is somebody else's: the two look the same from outside. */
export async function accessTo(user: AuthenticatedUser, id: string): Promise<AccountAccess | null> {
  return findAccount(await accountsOf(user), id);
}

export function findAccount(accounts: readonly AccountAccess[], id: unknown): AccountAccess | null {
  return accounts.find((account) => account.id === id) ?? null;
}
