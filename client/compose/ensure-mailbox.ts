/** The mailbox of a role that an account need not have: made when it is first needed. */
import { answerOf, createdBy, type JmapConnection } from '../jmap/connection.ts';

export async function ensureMailbox({ call, accountId }: JmapConnection, role: 'scheduled' | 'templates', name: string): Promise<string> {
  const found = answerOf(await call([['Mailbox/get', { accountId, ids: null, properties: ['id', 'role'] }, 'get']]), 'get');
  const known = (found.list as { id: string; role: string | null }[]).find((mailbox) => mailbox.role === role);
  if (known) return known.id;
  const made = answerOf(await call([['Mailbox/set', { accountId, create: { box: { name, role, isSubscribed: true } } }, 'make']]), 'make');
  return String(createdBy(made, 'box').id);
}
