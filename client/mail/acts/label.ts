/** Labels are mailboxes (RFC 8621 §2): an email has as many as one likes, beside the place where it is. */
import { words } from '#client/i18n/words.ts';
import { bulkChange } from './bulk.ts';
import { change } from './change.ts';
import { mail, mailboxByRole, mailboxOfRoute } from '../mail-store.ts';
import { isRefused } from './may.ts';
import { isLabel, leaveList } from './move.ts';
import type { ListEmail, Mailbox } from '../types.ts';

/** The labels that an email shows: mailboxes of one's own, but the one that is being looked at. */
export function labelsOf(email: Pick<ListEmail, 'mailboxIds'>, mailboxes: readonly Mailbox[], box: string): Mailbox[] {
  return mailboxes.filter(({ id, role }) => role === null && email.mailboxIds[id] && id !== box);
}

/** Adds some, takes others off; the rest stays as it is. An email without any place left goes to the archive. */
export async function setLabels(emailIds: string[], add: string[], remove: string[]): Promise<void> {
  const t = words('mail');
  if (add.length + remove.length === 0 || isRefused('label', emailIds)) return;
  const entries = [...add.map((id) => [`mailboxIds/${id}`, true] as const), ...remove.map((id) => [`mailboxIds/${id}`, null] as const)];
  if (mail().wholeQuery) return bulkChange(Object.fromEntries(entries), t('labelsChanged'));
  const archive = mailboxByRole('archive');
  const here = mailboxOfRoute(mail().route.box);
  if (here && isLabel(here) && remove.includes(here.id)) leaveList(emailIds, archive);
  await change(
    emailIds,
    (email) => {
      const patch = Object.fromEntries(entries.filter(([path, on]) => Boolean(email.mailboxIds[path.split('/')[1] ?? '']) !== Boolean(on)));
      const left = Object.keys(email.mailboxIds).filter((id) => !remove.includes(id));
      const needsPlace = left.length + add.length === 0 && archive;
      return needsPlace ? { ...patch, [`mailboxIds/${archive.id}`]: true } : patch;
    },
    t('labelsChanged'),
  );
}
