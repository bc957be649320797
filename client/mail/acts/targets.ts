/** What an act is done to. */
import { mail } from '../mail-store.ts';

/** The emails that an act on a row means: all of its conversation that are known. */
export function conversationOf(emailId: string): string[] {
  const threadId = mail().emails.get(emailId)?.threadId;
  const all = (threadId && mail().threads.get(threadId)) || [emailId];
  return all.filter((id) => mail().emails.has(id));
}

/** What keys and the toolbar act on: the selection, else the open conversation, else the row under the cursor. */
export function targets(): string[] {
  const { selected, route, threads, list, cursor, emails } = mail();
  if (selected.size > 0) return [...selected].flatMap(conversationOf);
  if (route.threadId) return (threads.get(route.threadId) ?? []).filter((id) => emails.has(id));
  const id = list.ids[cursor];
  return id ? conversationOf(id) : [];
}

/** Of how many conversations these emails are; when all that the query finds is selected, of how many that is. */
export const conversationsOf = (emailIds: readonly string[]): number =>
  mail().wholeQuery ? mail().list.total : new Set(emailIds.map((id) => mail().emails.get(id)?.threadId)).size;
