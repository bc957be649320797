/** Identity/changes (RFC 8621 §6.2). */
import { identityWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { changesMethod, changesOfObjects } from '../standard/changes.ts';
import { objectType } from '../standard/object-type.ts';

export const identityChanges = changesMethod({
  name: 'Identity/changes',
  capability: capability.submission,
  wireId: identityWireId,
  read: changesOfObjects(objectType.identity),
});
