/** DeliveryEvent/get: what happened to a message on its way, oldest first, by its Email or by its EmailSubmission. */
import { z } from 'zod';
import { emailWireId, parseEmailWireId, parseSubmissionWireId, submissionWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listDeliveryEvents, listSubmissions } from '#server/store/index.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { idsToGet } from '../standard/get.ts';

export const deliveryEventGet = method({
  name: 'DeliveryEvent/get',
  capability: capability.delivery,
  args: { emailIds: z.array(z.string()).nullish(), submissionIds: z.array(z.string()).nullish() },
  async run({ accountId }, args) {
    if (!args.emailIds && !args.submissionIds) throw new MethodError('invalidArguments', 'Give emailIds or submissionIds.');
    const emailIds = (idsToGet(args.emailIds) ?? []).flatMap((id) => parseEmailWireId(accountId, id) ?? []);
    const submissionIds = (idsToGet(args.submissionIds) ?? []).flatMap((id) => parseSubmissionWireId(accountId, id) ?? []);
    const submissions = submissionIds.length > 0 ? await listSubmissions(accountId, submissionIds) : [];
    const state = await accountState(accountId);
    const ofEmails = await Promise.all(emailIds.map((emailId) => listDeliveryEvents({ accountId, emailId })));
    const ofSubmissions = await Promise.all(
      submissions.map(async ({ emailId, submissionId }) =>
        (await listDeliveryEvents({ accountId, emailId })).filter((event) => event.submissionId === submissionId),
      ),
    );
    return {
      state: String(state),
      list: [...ofEmails.flat(), ...ofSubmissions.flat()].map(({ emailId, submissionId, at, type, detail }) => ({
        emailId: emailId === null ? null : emailWireId(accountId, emailId),
        submissionId: submissionId === null ? null : submissionWireId(accountId, submissionId),
        at: toUtcDate(at),
        type,
        detail,
      })),
    };
  },
});
