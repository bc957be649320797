/** Whether a change of an email is allowed where only some of its mailboxes are shared (RFC 8621 §2: for all of its mailboxes, or not). */
import { Flag } from '#lib/message/keywords.ts';
import { getEmailMetadata, type EmailUpdate, type FlagSet } from '#server/store/index.ts';
import { SetRefusal } from '../errors.ts';
import type { SharedView } from './view.ts';

/** The change as the store takes it: mailboxes that the user does not see are left alone. Throws SetRefusal. */
export async function allowedUpdate(accountId: number, view: SharedView, update: EmailUpdate): Promise<EmailUpdate> {
  const row = await visible(accountId, view, update.emailId);
  if (update.keywords) mustHold(row, view, lettersFor(update.keywords));
  if (!update.mailboxIds) return update;
  const seen = row.mailboxIds.filter((mailboxId) => view.isVisible(mailboxId));
  const { add, remove } = patchOf(update.mailboxIds, seen);
  for (const mailboxId of add) if (!view.may(mailboxId, 'i')) throw forbidden('put emails into that mailbox');
  for (const mailboxId of remove) if (!view.may(mailboxId, 'te')) throw forbidden('take emails out of that mailbox');
  return { ...update, mailboxIds: { add, remove } };
}

/** The whole set, as what is added to and taken from those that he sees. */
function patchOf(mailboxIds: NonNullable<EmailUpdate['mailboxIds']>, seen: number[]): { add: number[]; remove: number[] } {
  if (!('set' in mailboxIds)) return mailboxIds;
  const { set } = mailboxIds;
  return { add: set.filter((mailboxId) => !seen.includes(mailboxId)), remove: seen.filter((mailboxId) => !set.includes(mailboxId)) };
}

/** Throws SetRefusal: before anything is said of the email. */
export async function mustBeVisible(accountId: number, view: SharedView, emailId: number): Promise<void> {
  await visible(accountId, view, emailId);
}

/** Throws SetRefusal. */
export async function mustBeDestroyable(accountId: number, view: SharedView, emailId: number): Promise<void> {
  mustHold(await visible(accountId, view, emailId), view, 'te');
}

interface Placed {
  mailboxIds: number[];
}

async function visible(accountId: number, view: SharedView, emailId: number): Promise<Placed> {
  const [row] = await getEmailMetadata(accountId, [emailId]);
  if (!row || !view.narrowed(row)) throw new SetRefusal('notFound');
  return row;
}

function mustHold({ mailboxIds }: Placed, view: SharedView, letters: string): void {
  if (!mailboxIds.every((mailboxId) => view.may(mailboxId, letters))) throw forbidden('change this email');
}

/** RFC 4314 §2.1: `s` for seen, `w` for every other keyword. */
function lettersFor(keywords: NonNullable<EmailUpdate['keywords']>): string {
  if ('set' in keywords) return 'sw';
  const isSeen = ({ flags }: FlagSet) => (flags & Flag.seen) !== 0;
  const isOther = ({ flags, keywords: words }: FlagSet) => (flags & ~Flag.seen) !== 0 || (words?.length ?? 0) > 0;
  const both = [keywords.add, keywords.remove];
  return `${both.some(isSeen) ? 's' : ''}${both.some(isOther) ? 'w' : ''}`;
}

const forbidden = (what: string): SetRefusal =>
  new SetRefusal('forbidden', { description: `You may not ${what}: it is shared with you without that right.` });
