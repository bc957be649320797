/**
 * What was to be sent later lies in the mailbox of the role "scheduled" until it begins to leave; then it belongs to Sent. Only accounts that
 * have such a mailbox are asked about.
 */
import { findMailboxByRole, getEmails, listSubmissions, updateEmails, type ClaimedRecipient } from '#server/store/index.ts';

export async function leaveScheduled(recipients: ClaimedRecipient[]): Promise<void> {
  const submissions = new Map<number, number>();
  for (const { accountId, submissionId, attempts } of recipients)
    if (accountId !== null && submissionId !== null && attempts === 0) submissions.set(submissionId, accountId);
  for (const [submissionId, accountId] of submissions) {
    const scheduled = await findMailboxByRole(accountId, 'scheduled');
    const sent = scheduled && (await findMailboxByRole(accountId, 'sent'));
    if (!scheduled || !sent) continue;
    const [submission] = await listSubmissions(accountId, [submissionId]);
    const [email] = submission ? await getEmails(accountId, [submission.emailId]) : [];
    if (!email?.mailboxIds.includes(scheduled.mailboxId)) continue;
    const mailboxIds = { add: [sent.mailboxId], remove: [scheduled.mailboxId] };
    await updateEmails(accountId, [{ emailId: email.emailId, mailboxIds }]);
  }
}
