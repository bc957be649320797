/** What every /changes answers (RFC 8620 §5.2). */
import type { ChangeSet } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { readState } from '../shapes.ts';

/** Throws cannotCalculateChanges for a state that was never ours, lies in the future, or is older than the log. */
export async function changesSince(
  sinceState: string,
  wireId: (id: number) => string,
  read: (since: number) => Promise<ChangeSet | 'cannotCalculate'>,
) {
  const since = readState(sinceState);
  const changes = since === undefined ? 'cannotCalculate' : await read(since);
  if (changes === 'cannotCalculate') throw new MethodError('cannotCalculateChanges');
  return {
    oldState: sinceState,
    newState: String(changes.newState),
    hasMoreChanges: changes.hasMore,
    created: changes.created.map(wireId),
    updated: changes.updated.map(wireId),
    destroyed: changes.destroyed.map(wireId),
  };
}
