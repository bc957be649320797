/** Read and unread, stars, and conversations that are muted. */
import { words } from '#client/i18n/words.ts';
import { bulkChange, bulkOf } from './bulk.ts';
import { change } from './change.ts';
import { mail, mailboxByRole } from '../mail-store.ts';
import { isRefused } from './may.ts';
import { leaveList } from './move.ts';
import { nameOfMailbox } from '../mailboxes/order-mailboxes.ts';
import { mutedKeyword } from '../list/row-of.ts';
import { conversationsOf } from './targets.ts';
import type { Patch } from './patch.ts';
import type { ListEmail, Mailbox } from '../types.ts';

export function setKeyword(emailIds: string[], keyword: string, on: boolean): Promise<void> {
  if (isRefused(keyword === '$seen' ? 'markRead' : 'star', emailIds)) return Promise.resolve();
  const patch = { [`keywords/${keyword}`]: on ? (true as const) : null };
  const patchOf = (email: ListEmail): Patch => (Boolean(email.keywords[keyword]) === on ? {} : patch);
  return mail().wholeQuery ? bulkChange(patch, words('mail')('changed'), patchOf) : change(emailIds, patchOf, null);
}

/** Everything in a mailbox, also what was never loaded. */
export function markAllRead(mailbox: Mailbox): Promise<void> {
  return bulkOf(
    { inMailbox: mailbox.id, notKeyword: '$seen' },
    { 'keywords/$seen': true },
    words('mail')('allRead', { mailbox: nameOfMailbox(mailbox) }),
  );
}

/** Reading is for all of a conversation; unread is its newest message, so that the others stay folded. */
export function setRead(emailIds: string[], on: boolean): Promise<void> {
  if (on || mail().wholeQuery) return setKeyword(emailIds, '$seen', on);
  const newest = new Map<string | undefined, string>();
  for (const id of emailIds) newest.set(mail().emails.get(id)?.threadId, id);
  return setKeyword([...newest.values()], '$seen', false);
}

export function toggleStar(ids: string[]): Promise<void> {
  const on = ids.some((id) => mail().emails.get(id)?.keywords.$flagged);
  const last = ids.at(-1);
  return setKeyword(on || mail().wholeQuery ? ids : last ? [last] : [], '$flagged', !on);
}

export async function toggleMute(ids: string[]): Promise<void> {
  if (isRefused('mute', ids)) return;
  const t = words('mail');
  const on = !ids.some((id) => mail().emails.get(id)?.keywords[mutedKeyword]);
  const [inbox, archive] = [mailboxByRole('inbox'), mailboxByRole('archive')];
  const count = conversationsOf(ids);
  if (mail().wholeQuery)
    return bulkChange({ [`keywords/${mutedKeyword}`]: on ? true : null }, on ? t('muted', { count }) : t('unmuted', { count }));
  if (on && archive) leaveList(ids, archive);
  await change(
    ids,
    (email) => ({
      [`keywords/${mutedKeyword}`]: on ? true : null,
      ...(on && inbox && archive && email.mailboxIds[inbox.id]
        ? { [`mailboxIds/${inbox.id}`]: null, [`mailboxIds/${archive.id}`]: true as const }
        : {}),
    }),
    on ? t('muted', { count }) : t('unmuted', { count }),
  );
}
