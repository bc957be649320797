/**
 * Which accounts a user may see, and how: decided here alone. Every method and every HTTP door asks; what is not in this list does not
 * exist for the user (RFC 8620 §3.6.2: accountNotFound). Ids of objects hold their account, so those of others are never found either.
 */
import { accountWireId } from '#lib/ids.ts';
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import { sharedMailboxes, type SharedMailbox } from '#server/store/index.ts';

export interface AccountAccess {
  accountId: number;
  /** RFC 8620 §1.2. */
  id: string;
  name: string;
  isPersonal: boolean;
  isReadOnly: boolean;
  /** The mailboxes of it that are shared with this user, and how (RFC 4314); null: it is the user's own, with everything in it. */
  shared: readonly SharedMailbox[] | null;
}

/** The user's own account first: it is the primary one of every capability. Asked once a request, as access may be taken away. */
export async function accountsOf(user: AuthenticatedUser): Promise<AccountAccess[]> {
  const { accountId, login } = user;
  const own = { accountId, id: accountWireId(accountId), name: login, isPersonal: true, isReadOnly: false, shared: null };
  const byOwner = Map.groupBy(
    (await sharedMailboxes(accountId)).filter(({ rights }) => rights.includes('l')),
    ({ ownerId }) => ownerId,
  );
  const others = [...byOwner].map(([ownerId, shared]): AccountAccess => {
    const isReadOnly = !shared.some(({ rights }) => /[switexk]/.test(rights));
    return { accountId: ownerId, id: accountWireId(ownerId), name: shared[0]?.owner ?? '', isPersonal: false, isReadOnly, shared };
  });
  return [own, ...others];
}

/** Null for an account that is not there, and for one that is somebody else's: the two look the same from outside. */
export async function accessTo(user: AuthenticatedUser, id: string): Promise<AccountAccess | null> {
  return findAccount(await accountsOf(user), id);
}

export function findAccount(accounts: readonly AccountAccess[], id: unknown): AccountAccess | null {
  return accounts.find((account) => account.id === id) ?? null;
}
