/** Which mailboxes NOTIFY watches and ESEARCH searches (RFC 5465 §6, RFC 7377 §2.2). */
import { LimitProblem, SyntaxProblem, type Cursor } from '../wire/cursor.ts';
import { readMailboxName } from '../wire/mailbox-name.ts';

export type MailboxFilter =
  | { kind: 'selected' | 'selected-delayed' | 'inboxes' | 'personal' | 'subscribed' }
  /** Names that no mailbox can have are left out. */
  | { kind: 'subtree' | 'subtree-one' | 'mailboxes'; names: string[] };

const plain = ['selected', 'selected-delayed', 'inboxes', 'personal', 'subscribed'] as const;
const named = ['subtree', 'subtree-one', 'mailboxes'] as const;

export function parseMailboxFilter(cursor: Cursor): MailboxFilter {
  const word = cursor.word().toLowerCase();
  const simple = plain.find((kind) => kind === word);
  if (simple) return { kind: simple };
  const kind = named.find((name) => name === word);
  if (!kind) throw new SyntaxProblem(`${word.slice(0, 50)} does not say which mailboxes`);
  cursor.space();
  const name = () => readMailboxName(cursor.astring(), cursor.utf8);
  const names = (cursor.is('(') ? cursor.list(name) : [name()]).filter((one) => one !== null);
  if (names.length > 1000) throw new LimitProblem('At most 1000 mailboxes in one command');
  return { kind, names };
}

/** Whether a mailbox of this name is meant by one of the kinds that take names. */
export function namesMailbox({ kind, names }: Extract<MailboxFilter, { names: string[] }>, path: string): boolean {
  return names.some((name) => {
    if (path === name) return true;
    if (kind === 'mailboxes' || !path.startsWith(`${name}/`)) return false;
    return kind === 'subtree' || !path.slice(name.length + 1).includes('/');
  });
}
