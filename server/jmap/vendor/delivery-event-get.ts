/** DeliveryEvent/get: what happened to a message on its way, oldest first, by its Email or by its EmailSubmission. */
import { z } from 'zod';
import { emailWireId, mailboxWireId, parseEmailWireId, parseSubmissionWireId, submissionWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listDeliveryEvents, type DeliveryEvent } from '#server/store/index.ts';
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
    const state = await accountState(accountId);
    const found = await listDeliveryEvents({ accountId, emailIds, submissionIds });
    return {
      state: String(state),
      list: found.map((event) => ({
        id: `${event.eventId}`,
        // For a message that was sent: the copy that was asked about.
        emailId: event.of === null ? null : emailWireId(accountId, event.of),
        submissionId: event.submissionId === null ? null : submissionWireId(accountId, event.submissionId),
        traceId: event.traceId,
        at: toUtcDate(event.at),
        type: event.type,
        detail: detailOf(accountId, event),
      })),
    };
  },
});

function detailOf(accountId: number, { detail }: DeliveryEvent) {
  const { mailboxId, ...rest } = detail;
  return typeof mailboxId === 'number' && mailboxId > 0 ? { ...rest, mailboxId: mailboxWireId(accountId, mailboxId) } : detail;
}
