import { setKeyword } from './keywords.ts';
import { mail } from './mail-store.ts';

/** Opening a conversation reads it. */
export function markSeen(threadId: string): void {
  const unread = (mail().threads.get(threadId) ?? []).filter((id) => mail().emails.get(id) && !mail().emails.get(id)?.keywords.$seen);
  if (unread.length > 0) void setKeyword(unread, '$seen', true);
}
