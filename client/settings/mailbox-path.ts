import type { Mailbox } from '../mail/types.ts';

/** As files and scripts name it: `Work/Reports`, INBOX for the inbox. */
export function pathOf(mailboxes: readonly Mailbox[], id: string | null): string {
  const names: string[] = [];
  for (let at = mailboxes.find((one) => one.id === id); at && names.length < 20;) {
    names.unshift(at.role === 'inbox' ? 'INBOX' : at.name);
    const { parentId } = at;
    at = parentId === null ? undefined : mailboxes.find((one) => one.id === parentId);
  }
  return names.join('/');
}
