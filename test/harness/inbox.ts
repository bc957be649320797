/** What is in an account's INBOX, as texts, in the order in which it came. */
import { findAccountByEmail, findMailboxByRole, getEmails, openMailbox, readMessage } from '#server/store/index.ts';

export async function inboxTexts(email: string): Promise<string[]> {
  const accountId = (await findAccountByEmail(email))?.accountId ?? 0;
  const inbox = await findMailboxByRole(accountId, 'inbox');
  const opened = await openMailbox(accountId, inbox?.mailboxId ?? 0);
  const emails = await getEmails(accountId, opened?.emailIds ?? []);
  const sorted = emails.toSorted((a, b) => a.emailId - b.emailId);
  return Promise.all(sorted.map(async (one) => (await readMessage(one)).toString('utf8')));
}
