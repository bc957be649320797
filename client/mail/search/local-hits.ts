/** What the model knows already, by words of subject and people: shown before the server has answered. Pure. */
import { sharedOf } from '../shared.ts';
import { senderOf, type ListEmail } from '../types.ts';

/** The newest first, one for each conversation. */
export function localHits(emails: Iterable<ListEmail>, text: string, most: number): ListEmail[] {
  const wanted = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return [];
  const threads = new Map<string, ListEmail>();
  for (const email of emails) {
    if (sharedOf(email.id)) continue; // it is opened among its owner's mailboxes
    const sender = senderOf(email);
    const said = `${email.subject ?? ''} ${sender.name ?? ''} ${sender.email}`.toLocaleLowerCase();
    if (!wanted.every((word) => said.includes(word))) continue;
    const other = threads.get(email.threadId);
    if (!other || other.receivedAt < email.receivedAt) threads.set(email.threadId, email);
  }
  return [...threads.values()].sort((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1)).slice(0, most);
}
