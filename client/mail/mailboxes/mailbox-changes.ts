/** Making, renaming, nesting, colouring and deleting mailboxes and labels (RFC 8621 §2.5). */
import { createdBy, MethodError } from '#client/jmap/connection.ts';
import { words } from '#client/i18n/words.ts';
import { callMail } from '../call.ts';
import { refreshMailboxes } from './load-mailboxes.ts';
import { mail, mailboxByRole } from '../mail-store.ts';
import { openBox } from '../navigate.ts';

export interface MailboxFacts {
  name: string;
  parentId: string | null;
  color: string | null;
}

/** The id of the new mailbox. Throws with a sentence. */
export async function makeMailbox(facts: MailboxFacts): Promise<string> {
  const answer = (await callMail([['Mailbox/set', { create: { made: facts } }, 'set']]))('set');
  try {
    const { id } = createdBy(answer, 'made') as { id: string };
    await refreshMailboxes();
    return id;
  } catch (error) {
    throw said(error);
  }
}

export async function changeMailbox(id: string, facts: Partial<MailboxFacts>): Promise<void> {
  const answer = (await callMail([['Mailbox/set', { update: { [id]: facts } }, 'set']]))('set');
  const refused = (answer.notUpdated as Record<string, { type: string; description?: string }> | null)?.[id];
  if (refused) throw said(new MethodError(refused.type, refused.description));
  await refreshMailboxes();
}

/** Its messages keep their other places; those that are nowhere else go to the archive first. */
export async function deleteMailbox(id: string): Promise<void> {
  const archive = mailboxByRole('archive');
  if (archive) {
    const filter = { operator: 'AND', conditions: [{ inMailbox: id }, { operator: 'NOT', conditions: [{ inMailboxOtherThan: [id] }] }] };
    await callMail([['Email/setByQuery', { filter, update: { [`mailboxIds/${archive.id}`]: true } }, 'keep']]).then((answer) =>
      answer('keep'),
    );
  }
  const answer = (await callMail([['Mailbox/set', { destroy: [id], onDestroyRemoveEmails: true }, 'set']]))('set');
  const refused = (answer.notDestroyed as Record<string, { type: string; description?: string }> | null)?.[id];
  if (refused) throw said(new MethodError(refused.type, refused.description));
  if (mail().route.box === id) openBox('inbox');
  await refreshMailboxes();
}

function said(error: unknown): Error {
  const t = words('mail');
  if (!(error instanceof MethodError)) return error instanceof Error ? error : new Error(String(error));
  const sentences = { alreadyExists: t('mailboxExists'), mailboxHasChild: t('mailboxHasChild') } as const;
  return error.type in sentences ? new Error(sentences[error.type as keyof typeof sentences]) : error;
}
