/** ContactCard/changes (RFC 9610 §3.2). */
import { contactWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { changesMethod, changesOfObjects } from '../standard/changes.ts';
import { objectType } from '../standard/object-type.ts';

export const contactCardChanges = changesMethod({
  name: 'ContactCard/changes',
  capability: capability.addressBooks,
  wireId: contactWireId,
  read: changesOfObjects(objectType.contact),
});
