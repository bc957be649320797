/** EmailSubmission objects (RFC 8621 §7). */
import { emailWireId, identityWireId, submissionWireId, threadWireId } from '#lib/ids.ts';
import type { DeliveryStatus, JmapSubmission } from '#lib/jmap/types.ts';
import { type listSubmissions } from '#server/store/index.ts';
import { toUtcDate } from '../email/utc-date.ts';

export type StoredSubmission = Awaited<ReturnType<typeof listSubmissions>>[number];

export const submissionProperties = [
  ...['id', 'identityId', 'emailId', 'threadId', 'envelope', 'sendAt', 'undoStatus', 'deliveryStatus', 'dsnBlobIds', 'mdnBlobIds'],
];

export function toJmapSubmission(accountId: number, submission: StoredSubmission): JmapSubmission {
  const { submissionId, identityId, emailId, threadId, envelope, sendAt, undoStatus, recipients } = submission;
  return {
    id: submissionWireId(accountId, submissionId),
    identityId: identityWireId(accountId, identityId),
    emailId: emailWireId(accountId, emailId),
    threadId: threadWireId(accountId, threadId),
    envelope,
    sendAt: toUtcDate(sendAt),
    undoStatus,
    deliveryStatus: recipients.length > 0 ? Object.fromEntries(recipients.map((one) => [one.address, statusOf(one)])) : null,
    dsnBlobIds: [],
    mdnBlobIds: [],
  };
}

function statusOf({ state, host, code, status, text }: StoredSubmission['recipients'][number]): DeliveryStatus {
  const smtpReply = [code, status, text].filter((part) => part !== null).join(' ');
  return { smtpReply, delivered: deliveredOf(state, host), displayed: 'unknown' };
}

/** RFC 8621 §7, delivered: handed over to another server, what became of it is unknown; into a mailbox here, it is known. */
function deliveredOf(state: StoredSubmission['recipients'][number]['state'], host: string | null): DeliveryStatus['delivered'] {
  switch (state) {
    case 'pending':
    case 'held':
      return 'queued';
    case 'delivered':
      return host === null ? 'yes' : 'unknown';
    case 'bounced':
    case 'cancelled':
      return 'no';
  }
}
