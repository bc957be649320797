/** What FETCH asks for and the session's memory answers. */
import { emailWireId, threadWireId } from '#lib/ids.ts';
import type { FetchItem } from '#lib/imap/requests/fetch-items.ts';
import type { Session } from '../session/session.ts';

const fromMemory = new Set<FetchItem['item']>(['FLAGS', 'UID', 'MODSEQ', 'EMAILID', 'THREADID']);

export const isKnown = (item: FetchItem['item']): boolean => fromMemory.has(item);

/** Only for items that `isKnown` lets through. ASCII. */
export function known(session: Session, item: FetchItem['item'], index: number): string | number {
  const { view, accountId } = session.open;
  if (item === 'UID') return view.uid(index);
  if (item === 'FLAGS') return view.flagsText(index, session.rev2);
  if (item === 'MODSEQ') return `(${view.rows.modseq(index)})`;
  const [emailId, threadId] = [view.rows.emailId(index), view.rows.threadId(index)];
  return item === 'EMAILID' ? `(${emailWireId(accountId, emailId)})` : `(${threadWireId(accountId, threadId)})`;
}
