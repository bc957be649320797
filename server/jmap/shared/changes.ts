/** Changes of an account that is somebody else's: that something changed is told, what did is not, as it may be what he does not see. */
import { accountState } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { readState } from '../shapes.ts';

/** Throws cannotCalculateChanges unless nothing has changed (RFC 8620 §5.2). */
export async function changesOfShared(accountId: number, sinceState: string) {
  const state = await accountState(accountId);
  if (readState(sinceState) !== state) throw new MethodError('cannotCalculateChanges');
  return { oldState: sinceState, newState: String(state), hasMoreChanges: false, created: [], updated: [], destroyed: [] };
}
