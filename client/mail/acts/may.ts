/** What may not be done with mail that somebody else shares, and why (RFC 8621 §2, myRights). One's own mail knows no such thing. */
import { words } from '#client/i18n/words.ts';
import { showActivity } from '../activity.ts';
import type { CommandId } from '../commands/command.ts';
import { mail, mailboxOfRoute, type SharedAccount } from '../mail-store.ts';
import { nameOfMailbox } from '../mailboxes/order-mailboxes.ts';
import { sharedOf } from '../shared.ts';
import type { Mailbox } from '../types.ts';

type Right = keyof Mailbox['myRights'];

/** Things of the account's owner, or of the delivery to him. */
const ownOnly: ReadonlySet<CommandId> = new Set(['snooze', 'unsnooze', 'mute', 'unmute', 'block', 'createRule', 'label']);

const toRole: Partial<Record<CommandId, string>> = {
  ...{ archive: 'archive', archivePrevious: 'archive', archiveNext: 'archive', delete: 'trash', junk: 'junk' },
  ...{ notJunk: 'inbox', moveToInbox: 'inbox' },
};
const rights: Partial<Record<CommandId, Right>> = { markRead: 'maySetSeen', markUnread: 'maySetSeen', star: 'maySetKeywords' };

/** A sentence, or null when it may be done. */
export function refusalOf(act: CommandId, emailIds: readonly string[]): string | null {
  const account = sharedOf(emailIds[0]);
  if (!account) return null;
  const t = words('mail');
  if (ownOnly.has(act)) return t('shared.ownOnly');
  const right = rights[act];
  if (right) return without(account, placesOf(account, emailIds), right);
  const role = toRole[act];
  if (role === undefined && act !== 'move') return null;
  const here = mailboxOfRoute(mail().route.box);
  const left = without(account, here ? [here] : [], 'mayRemoveItems');
  const fits = (one: Mailbox) => one.id !== here?.id && one.myRights.mayAddItems && (role === undefined || one.role === role);
  return left ?? (account.mailboxes.some(fits) ? null : t('shared.noPlace', { owner: account.name }));
}

/** Says so when it may not be done. */
export function isRefused(act: CommandId, emailIds: readonly string[]): boolean {
  const reason = refusalOf(act, emailIds);
  if (reason) showActivity(reason, null);
  return reason !== null;
}

/** Whether nothing at all may be changed in a mailbox of somebody else. */
export const isReadOnly = ({ myRights: may }: Mailbox): boolean =>
  !may.mayAddItems && !may.mayRemoveItems && !may.maySetSeen && !may.maySetKeywords;

/** RFC 8621 §2: a right counts when it is there in every mailbox of the email. */
function without(account: SharedAccount, places: readonly Mailbox[], right: Right): string | null {
  const lacking = places.find(({ myRights }) => !myRights[right]);
  return lacking ? words('mail')('shared.mayNot', { owner: account.name, mailbox: nameOfMailbox(lacking) }) : null;
}

function placesOf({ mailboxes }: SharedAccount, emailIds: readonly string[]): Mailbox[] {
  const { emails } = mail();
  return mailboxes.filter(({ id }) => emailIds.some((emailId) => emails.get(emailId)?.mailboxIds[id]));
}
