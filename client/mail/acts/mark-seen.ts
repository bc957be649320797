import { setKeyword } from './keywords.ts';
import { mail } from '../mail-store.ts';
import { refusalOf } from './may.ts';

/** Opening a conversation reads it, where one may say so. */
export function markSeen(threadId: string): void {
  const unread = (mail().threads.get(threadId) ?? []).filter((id) => mail().emails.get(id) && !mail().emails.get(id)?.keywords.$seen);
  if (unread.length > 0 && !refusalOf('markRead', unread)) void setKeyword(unread, '$seen', true);
}
