import { openCompose } from '#client/compose/open-compose.ts';
import { mail } from '../mail-store.ts';
import { targets } from './targets.ts';

/** Answers the newest message of the open conversation that is no draft. */
export function answer(kind: 'reply' | 'replyAll' | 'forward', emailId?: string): void {
  const { route, threads, emails } = mail();
  const ids = route.threadId ? (threads.get(route.threadId) ?? []) : targets();
  const id = emailId ?? ids.findLast((one) => !emails.get(one)?.keywords.$draft);
  if (id) openCompose({ kind, emailId: id });
}
