/** EmailSubmission/get (RFC 8621 §7.1). */
import { parseSubmissionWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { listSubmissions } from '#server/store/index.ts';
import { getMethod } from '../standard/get.ts';
import { submissionProperties, toJmapSubmission } from './submission-object.ts';

export const emailSubmissionGet = getMethod({
  name: 'EmailSubmission/get',
  capability: capability.submission,
  properties: submissionProperties,
  read: async ({ accountId }, ids) => {
    const numbers = ids && ids.flatMap((id) => parseSubmissionWireId(accountId, id) ?? []);
    return (await listSubmissions(accountId, numbers)).map((submission) => toJmapSubmission(accountId, submission));
  },
});
