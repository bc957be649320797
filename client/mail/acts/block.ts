/** Senders whose mail is to go to Junk from now on: they stand in the rules, which the delivery reads. */
import { words } from '#client/i18n/words.ts';
import { changeBlocked } from '#client/settings/blocked.ts';
import { showActivity, showProblem } from '../activity.ts';
import { mail } from '../mail-store.ts';
import { isRefused } from './may.ts';
import { senderOf } from '../types.ts';

/** Who sent these, but oneself: in lower case, as the rules keep them. */
export function sendersToBlock(emailIds: string[]): string[] {
  const { emails, me } = mail();
  const senders = emailIds.flatMap((id) => {
    const email = emails.get(id);
    return email && !email.keywords.$draft ? [senderOf(email).email.toLowerCase()] : [];
  });
  return [...new Set(senders)].filter((sender) => sender.includes('@') && sender !== me.toLowerCase());
}

export async function blockSenders(emailIds: string[]): Promise<void> {
  if (isRefused('block', emailIds)) return;
  const senders = sendersToBlock(emailIds);
  if (senders.length === 0) return;
  let added: string[] = [];
  try {
    const { isActive } = await changeBlocked((blocked) => {
      added = senders.filter((sender) => !blocked.includes(sender));
      return [...blocked, ...added];
    });
    const said = words('mail')(isActive ? 'blocked' : 'blockedLater', { sender: senders.join(', ') });
    const undo = async () => void (await changeBlocked((blocked) => blocked.filter((one) => !added.includes(one))));
    showActivity(said, added.length > 0 ? undo : null);
  } catch (error) {
    showProblem(error);
  }
}
