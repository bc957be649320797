import { nameOfMailbox } from './order-mailboxes.ts';
import type { Mailbox } from '../types.ts';

/** The id of one of these mailboxes by its role, its name, its name in the reader's language, or its path (`Projects/Winter Market`). */
export function mailboxByName(name: string, mailboxes: readonly Mailbox[]): string | undefined {
  const wanted = name.toLocaleLowerCase();
  const names = (id: string | null, depth = 0): string => {
    const mailbox = mailboxes.find((one) => one.id === id);
    if (!mailbox || depth > 20) return '';
    const above = names(mailbox.parentId, depth + 1);
    return above ? `${above}/${mailbox.name}` : mailbox.name;
  };
  return (
    mailboxes.find(({ role }) => role === wanted) ??
    mailboxes.find((mailbox) => [mailbox.name, nameOfMailbox(mailbox)].some((one) => one.toLocaleLowerCase() === wanted)) ??
    mailboxes.find(({ id }) => names(id).toLocaleLowerCase() === wanted)
  )?.id;
}
