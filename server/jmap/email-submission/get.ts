/** EmailSubmission/get (RFC 8621 §7.1). */
import { parseSubmissionWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { listSubmissions } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { limits } from '../limits.ts';
import { getMethod } from '../standard/get.ts';
import { submissionProperties, toJmapSubmission } from './submission-object.ts';

export const emailSubmissionGet = getMethod({
  name: 'EmailSubmission/get',
  capability: capability.submission,
  properties: submissionProperties,
  read: async ({ accountId }, ids) => {
    const numbers = ids && ids.flatMap((id) => parseSubmissionWireId(accountId, id) ?? []);
    const found = await listSubmissions(accountId, numbers, limits.maxObjectsInGet + 1);
    // RFC 8620 §5.1: null is all of them, as long as they are not more than that.
    if (found.length > limits.maxObjectsInGet)
      throw new MethodError(
        'requestTooLarge',
        `There are more than ${limits.maxObjectsInGet}: ask for ids that EmailSubmission/query gave.`,
      );
    return found.map((submission) => toJmapSubmission(accountId, submission));
  },
});
