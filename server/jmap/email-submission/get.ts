/** EmailSubmission/get (RFC 8621 §7.1). */
import { parseSubmissionWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listSubmissions } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom, idsToGet } from '../standard/get.ts';
import { submissionProperties, toJmapSubmission } from './submission-object.ts';

export const emailSubmissionGet = method({
  name: 'EmailSubmission/get',
  capability: capability.submission,
  args: getArguments,
  async run({ accountId }, args) {
    const state = await accountState(accountId);
    const numbers = idsToGet(args.ids)?.flatMap((id) => parseSubmissionWireId(accountId, id) ?? []);
    const found = await listSubmissions(accountId, numbers ?? null);
    const all = found.map((submission) => toJmapSubmission(accountId, submission));
    return { state: String(state), ...getFrom(all, args, submissionProperties) };
  },
});
