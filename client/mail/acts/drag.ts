/** Dragging conversations onto a mailbox. The move picker (`v`) does the same without a mouse (WCAG 2.5.7). */
import { setLabels } from './label.ts';
import { isLabel, moveTo } from './move.ts';
import { conversationOf } from './targets.ts';
import { mail, mailboxOfRoute } from '../mail-store.ts';

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

/** On a mailbox they are moved there, on a label they get it. */
export function dropOn(mailboxId: string): void {
  const ids = dragged;
  dragged = [];
  const mailbox = mailboxOfRoute(mailboxId);
  if (ids.length === 0 || !mailbox) return;
  if (isLabel(mailbox)) void setLabels(ids, [mailbox.id], []);
  else void moveTo(ids, mailbox);
}
