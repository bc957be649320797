/** Thread/changes (RFC 8621 §3.2). */
import { threadWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { threadChanges } from '#server/store/index.ts';
import { changesMethod } from '../standard/changes.ts';

export const threadChangesMethod = changesMethod({
  name: 'Thread/changes',
  capability: capability.mail,
  sharing: true,
  wireId: threadWireId,
  read: threadChanges,
});
