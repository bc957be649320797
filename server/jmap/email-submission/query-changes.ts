/** EmailSubmission/queryChanges (RFC 8621 §7.4): never calculated, the query is small. */
import { capability } from '#lib/jmap/capabilities.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { queryChangesArguments } from '../shapes.ts';

export const emailSubmissionQueryChanges = method({
  name: 'EmailSubmission/queryChanges',
  capability: capability.submission,
  args: queryChangesArguments,
  run: () => Promise.reject(new MethodError('cannotCalculateChanges')),
});
