import { mail } from './mail-store.ts';
import { nameOfMailbox } from './order-mailboxes.ts';

/** The id of a mailbox by its role, its name, its name in the reader's language, or its path (`Projects/Winter Market`). */
export function mailboxByName(name: string): string | undefined {
  const wanted = name.toLocaleLowerCase();
  const { mailboxes } = mail();
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
