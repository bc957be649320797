/** What every /changes does (RFC 8620 §5.2). */
import type { Capability } from '#lib/jmap/capabilities.ts';
import { objectChanges, type ChangeSet, type ObjectType } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { method, type Method } from '../method.ts';
import { changesArguments, readState } from '../shapes.ts';
import { changesOfShared } from '../shared/changes.ts';

/** Since a state; undefined for no limit of their number. */
type Read = (accountId: number, since: number, max: number | undefined) => Promise<ChangeSet | 'cannotCalculate'>;

export function changesMethod({
  wireId,
  read,
  ...definition
}: {
  name: string;
  capability: Capability;
  /** As of `method`. */
  sharing?: boolean;
  wireId: (accountId: number, id: number) => string;
  read: Read;
}): Method {
  return method({
    ...definition,
    args: changesArguments,
    run: ({ accountId, shared }, { sinceState, maxChanges }) =>
      shared
        ? changesOfShared(accountId, sinceState)
        : changesSince(
            sinceState,
            (id) => wireId(accountId, id),
            (since) => read(accountId, since, maxChanges ?? undefined),
          ),
  });
}

/** Of a type of the store's object_log (`object-type.ts`). */
export const changesOfObjects =
  (type: ObjectType): Read =>
  (accountId, since, max) =>
    objectChanges(accountId, type, since, max);

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
