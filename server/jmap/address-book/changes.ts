/** AddressBook/changes (RFC 9610 §2.2). */
import { addressBookWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { objectChanges } from '#server/store/index.ts';
import { method } from '../method.ts';
import { changesArguments } from '../shapes.ts';
import { changesSince } from '../standard/changes.ts';
import { objectType } from '../standard/object-type.ts';

export const addressBookChanges = method({
  name: 'AddressBook/changes',
  capability: capability.addressBooks,
  args: changesArguments,
  run: ({ accountId }, { sinceState, maxChanges }) =>
    changesSince(
      sinceState,
      (id) => addressBookWireId(accountId, id),
      (since) => objectChanges(accountId, objectType.addressBook, since, maxChanges ?? undefined),
    ),
});
