/** Dragging conversations onto a mailbox. The move picker (`v`) does the same without a mouse (WCAG 2.5.7). */
import { conversationOf, moveTo } from './actions.ts';
import { mail } from './mail-store.ts';

let dragged: string[] = [];

/** The selection goes along when the row belongs to it. */
export function startDrag(emailId: string, transfer: DataTransfer): void {
  const { selected } = mail();
  dragged = (selected.has(emailId) ? [...selected] : [emailId]).flatMap(conversationOf);
  transfer.effectAllowed = 'move';
  transfer.setData('text/plain', mail().emails.get(emailId)?.subject ?? '');
}

export function endDrag(): void {
  dragged = [];
}

export const isDraggingMail = () => dragged.length > 0;

export function dropOn(mailboxId: string, name: string): void {
  const ids = dragged;
  dragged = [];
  if (ids.length > 0) void moveTo(ids, mailboxId, `Moved to ${name}`);
}
