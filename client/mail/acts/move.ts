/** Moving conversations: out of the list's mailbox, into another; the reading pane goes on to the next. */
import { words } from '#client/i18n/words.ts';
import { showActivity } from '../activity.ts';
import { bulkChange } from './bulk.ts';
import { change } from './change.ts';
import { mail, mailboxOfRoute, setMail } from '../mail-store.ts';
import { isRefused } from './may.ts';
import { openThread } from '../navigate.ts';
import { nameOfMailbox } from '../mailboxes/order-mailboxes.ts';
import type { Patch } from './patch.ts';
import { mailboxesHere, ofAccount, roleHere } from '../shared.ts';
import { conversationsOf } from './targets.ts';
import type { ListEmail, Mailbox } from '../types.ts';

export type MoveRole = 'archive' | 'trash' | 'junk' | 'inbox';

/** The selection may be all that the query finds: then the server does it. */
export async function moveTo(emailIds: string[], target: Mailbox, text?: string): Promise<void> {
  if (isRefused('move', emailIds)) return;
  if (emailIds[0] && ofAccount(emailIds[0]).accountId !== ofAccount(target.id).accountId)
    return showActivity(words('mail')('shared.otherAccount'), null);
  const said = text ?? words('mail')('movedTo', { count: conversationsOf(emailIds), mailbox: nameOfMailbox(target) });
  if (mail().wholeQuery) return bulkChange(wholePatch(target), said, (email) => movePatch(email, target));
  leaveList(emailIds, target);
  await change(emailIds, (email) => movePatch(email, target), said);
}

export function moveToRole(emailIds: string[], role: MoveRole): Promise<void> {
  const t = words('mail');
  const acts = { archive: 'archive', trash: 'delete', junk: 'junk', inbox: 'moveToInbox' } as const;
  if (isRefused(acts[role], emailIds)) return Promise.resolve();
  const target = roleHere(role);
  if (!target) {
    showActivity(t('noMailboxFor', { role }), null);
    return Promise.resolve();
  }
  const count = conversationsOf(emailIds);
  const said = { archive: 'archived', trash: 'movedToTrash', junk: 'reportedAsJunk', inbox: 'movedToInbox' } as const;
  return moveTo(emailIds, target, t(said[role], { count }));
}

/** Labels stay where they are; Trash and Junk are places of their own, so all other places are left. */
function movePatch(email: ListEmail, target: Mailbox): Patch {
  const here = mailboxOfRoute(mail().route.box);
  const own = Object.keys(email.mailboxIds);
  const sent = [roleHere('sent')?.id, roleHere('drafts')?.id];
  const inbox = roleHere('inbox')?.id;
  // Another message of the conversation, which lives elsewhere, stays there.
  const isHere = here ? own.includes(here.id) : own.some((id) => !sent.includes(id));
  if (!isHere) return {};
  const leavesAll = target.role === 'trash' || target.role === 'junk';
  const from = own.filter((id) => {
    if (id === target.id) return false;
    if (leavesAll) return here?.id === id || !sent.includes(id);
    if (target.role === 'archive' && here && isLabel(here)) return id === inbox; // archived from a label: the label stays
    return here ? id === here.id : !sent.includes(id) && !isLabel(mailboxesHere().find((one) => one.id === id));
  });
  if (email.mailboxIds[target.id] && from.length === 0) return {};
  return {
    ...Object.fromEntries(from.map((id) => [`mailboxIds/${id}`, null])),
    ...(email.mailboxIds[target.id] ? {} : { [`mailboxIds/${target.id}`]: true }),
  };
}

function wholePatch(target: Mailbox): Patch {
  const { mailboxes, route } = mail();
  const here = mailboxOfRoute(route.box);
  const leavesAll = target.role === 'trash' || target.role === 'junk';
  const left = mailboxes.filter((one) => one.id !== target.id && (leavesAll || (here ? one.id === here.id : one.role === 'inbox')));
  return { ...Object.fromEntries(left.map(({ id }) => [`mailboxIds/${id}`, null])), [`mailboxIds/${target.id}`]: true };
}

/** A mailbox of one's own with a colour is a label: an email has it beside the place where it is. */
export const isLabel = (mailbox: Mailbox | undefined): boolean => mailbox !== undefined && mailbox.role === null && mailbox.color !== null;

/** Takes the conversations of these emails from the shown list at once, and opens what comes in their place. */
export function leaveList(emailIds: string[], target?: Mailbox): void {
  const threads = new Set(emailIds.map((id) => mail().emails.get(id)?.threadId));
  const { list, route, cursor, settings } = mail();
  const here = mailboxOfRoute(route.box);
  if (here && target?.id === here.id) return;
  if (target?.role === 'archive' && here && isLabel(here)) return setMail({ selected: new Set() });
  if (!here && route.box !== 'all' && target && !['trash', 'junk'].includes(target.role ?? '')) return setMail({ selected: new Set() });
  const gone = (id: string | undefined) => id !== undefined && threads.has(mail().emails.get(id)?.threadId);
  const at = list.ids.findIndex(gone);
  const ids = list.ids.filter((id) => !gone(id));
  const removed = list.ids.length - ids.length;
  const step = settings.afterArchive === 'previous' ? -1 : 0;
  const nextCursor = Math.max(0, Math.min((at >= 0 ? at : cursor) + step, ids.length - 1));
  setMail({ list: { ...list, ids, total: list.total - removed }, cursor: nextCursor, selected: new Set() });
  if (!route.threadId || !threads.has(route.threadId)) return;
  const next = settings.afterArchive === 'list' ? undefined : ids[nextCursor];
  openThread(next ? (mail().emails.get(next)?.threadId ?? null) : null, { replace: true });
}
