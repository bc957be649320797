/** Email/changes (RFC 8621 §4.3). */
import { emailWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { emailChanges } from '#server/store/index.ts';
import { changesMethod } from '../standard/changes.ts';

export const emailChangesMethod = changesMethod({
  name: 'Email/changes',
  capability: capability.mail,
  sharing: true,
  wireId: emailWireId,
  read: emailChanges,
});
