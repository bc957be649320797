/** AddressBook/changes (RFC 9610 §2.2). */
import { addressBookWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { changesMethod, changesOfObjects } from '../standard/changes.ts';
import { objectType } from '../standard/object-type.ts';

export const addressBookChanges = changesMethod({
  name: 'AddressBook/changes',
  capability: capability.addressBooks,
  wireId: addressBookWireId,
  read: changesOfObjects(objectType.addressBook),
});
