/** EmailSubmission/changes (RFC 8621 §7.2). */
import { submissionWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { objectChanges } from '#server/store/index.ts';
import { method } from '../method.ts';
import { changesArguments } from '../shapes.ts';
import { changesSince } from '../standard/changes.ts';
import { objectType } from '../standard/object-type.ts';

export const emailSubmissionChanges = method({
  name: 'EmailSubmission/changes',
  capability: capability.submission,
  args: changesArguments,
  run: ({ accountId }, { sinceState, maxChanges }) =>
    changesSince(
      sinceState,
      (id) => submissionWireId(accountId, id),
      (since) => objectChanges(accountId, objectType.submission, since, maxChanges ?? undefined),
    ),
});
