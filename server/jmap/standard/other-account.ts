/** The account that a /copy takes from (RFC 8620 §5.4): one that the user may see, and not the one that it copies to. */
import { findAccount, type AccountAccess } from '../account-access.ts';
import { MethodError } from '../errors.ts';
import type { MethodContext } from '../method.ts';

export function otherAccount(context: MethodContext, fromAccountId: string): AccountAccess {
  const found = findAccount(context.accounts, fromAccountId);
  if (!found) throw new MethodError('fromAccountNotFound');
  if (found.accountId === context.accountId)
    throw new MethodError('invalidArguments', 'fromAccountId: must be another account (RFC 8620 §5.4).');
  return found;
}
