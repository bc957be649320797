/** EmailSubmission/query (RFC 8621 §7.3). */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import type { JmapSubmission } from '#lib/jmap/types.ts';
import { accountState, listSubmissions } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { id, queryArguments, utcDate } from '../shapes.ts';
import { checkCollation } from '../standard/collation.ts';
import { matcherOf, type Matcher } from '../standard/filter.ts';
import { answerQuery } from '../standard/window.ts';
import { toJmapSubmission } from './submission-object.ts';

const ids = z.array(id);
const condition = z.strictObject({
  identityIds: ids.optional(),
  emailIds: ids.optional(),
  threadIds: ids.optional(),
  undoStatus: z.enum(['pending', 'final', 'canceled']).optional(),
  before: utcDate.optional(),
  after: utcDate.optional(),
});
export const emailSubmissionQuery = method({
  name: 'EmailSubmission/query',
  capability: capability.submission,
  args: queryArguments,
  async run({ accountId }, args) {
    const matches = matcher(args.filter ?? null);
    const compare = comparison(args.sort ?? []);
    const state = await accountState(accountId);
    const all = (await listSubmissions(accountId, null)).map((submission) => toJmapSubmission(accountId, submission));
    const found = all
      .filter(matches)
      .sort(compare)
      .map((submission) => submission.id);
    return answerQuery(state, found, args);
  },
});

function matcher(filter: Record<string, unknown> | null): Matcher<JmapSubmission> {
  return matcherOf(filter, condition, ({ identityIds, emailIds, threadIds, undoStatus, before, after }) => {
    return (submission) =>
      (identityIds?.includes(submission.identityId) ?? true) &&
      (emailIds?.includes(submission.emailId) ?? true) &&
      (threadIds?.includes(submission.threadId) ?? true) &&
      (undoStatus === undefined || submission.undoStatus === undoStatus) &&
      (before === undefined || Date.parse(submission.sendAt) < Date.parse(before)) &&
      (after === undefined || Date.parse(submission.sendAt) >= Date.parse(after));
  });
}

const properties: Record<string, (submission: JmapSubmission) => string> = {
  emailId: ({ emailId }) => emailId,
  threadId: ({ threadId }) => threadId,
  sentAt: ({ sendAt }) => sendAt,
};

/** Latest first when nothing is asked for. */
function comparison(sort: readonly { property: string; isAscending?: boolean | undefined; collation?: string | undefined }[]) {
  const steps = (sort.length > 0 ? sort : [{ property: 'sentAt', isAscending: false, collation: undefined }]).map((step) => {
    const read = properties[step.property];
    if (!read) throw new MethodError('unsupportedSort', `Submissions cannot be sorted by "${step.property}".`);
    checkCollation(step.collation);
    const sign = step.isAscending === false ? -1 : 1;
    return (a: JmapSubmission, b: JmapSubmission) => sign * (read(a) < read(b) ? -1 : read(a) > read(b) ? 1 : 0);
  });
  return (a: JmapSubmission, b: JmapSubmission) => steps.map((step) => step(a, b)).find((order) => order !== 0) ?? (a.id < b.id ? -1 : 1);
}
