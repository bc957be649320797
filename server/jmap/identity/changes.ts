/** Identity/changes (RFC 8621 §6.2). */
import { capability } from '#lib/jmap/capabilities.ts';
import { identityWireId } from '#lib/ids.ts';
import { objectChanges } from '#server/store/index.ts';
import { method } from '../method.ts';
import { changesArguments } from '../shapes.ts';
import { changesSince } from '../standard/changes.ts';
import { objectType } from '../standard/object-type.ts';

export const identityChanges = method({
  name: 'Identity/changes',
  capability: capability.submission,
  args: changesArguments,
  run: ({ accountId }, { sinceState, maxChanges }) =>
    changesSince(
      sinceState,
      (id) => identityWireId(accountId, id),
      (since) => objectChanges(accountId, objectType.identity, since, maxChanges ?? undefined),
    ),
});
