/** ContactCard/changes (RFC 9610 §3.2). */
import { contactWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { objectChanges } from '#server/store/index.ts';
import { method } from '../method.ts';
import { changesArguments } from '../shapes.ts';
import { changesSince } from '../standard/changes.ts';
import { objectType } from '../standard/object-type.ts';

export const contactCardChanges = method({
  name: 'ContactCard/changes',
  capability: capability.addressBooks,
  args: changesArguments,
  run: ({ accountId }, { sinceState, maxChanges }) =>
    changesSince(
      sinceState,
      (id) => contactWireId(accountId, id),
      (since) => objectChanges(accountId, objectType.contact, since, maxChanges ?? undefined),
    ),
});
