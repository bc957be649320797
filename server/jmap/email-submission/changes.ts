/** EmailSubmission/changes (RFC 8621 §7.2). */
import { submissionWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { changesMethod, changesOfObjects } from '../standard/changes.ts';
import { objectType } from '../standard/object-type.ts';

export const emailSubmissionChanges = changesMethod({
  name: 'EmailSubmission/changes',
  capability: capability.submission,
  wireId: submissionWireId,
  read: changesOfObjects(objectType.submission),
});
