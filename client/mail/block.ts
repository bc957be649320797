/** Senders whose mail is to go to Junk from now on: a setting of the account, which the delivery reads. */
import { words } from '../i18n/words.ts';
import { showActivity, showProblem } from './activity.ts';
import { saveSettings } from './load-mailboxes.ts';
import { mail } from './mail-store.ts';
import { senderOf } from './types.ts';

/** Who sent these, but oneself: in lower case, as the setting keeps them. */
export function sendersToBlock(emailIds: string[]): string[] {
  const { emails, me } = mail();
  const senders = emailIds.flatMap((id) => {
    const email = emails.get(id);
    return email && !email.keywords.$draft ? [senderOf(email).email.toLowerCase()] : [];
  });
  return [...new Set(senders)].filter((sender) => sender.includes('@') && sender !== me.toLowerCase());
}

export async function blockSenders(emailIds: string[]): Promise<void> {
  const senders = sendersToBlock(emailIds).filter((sender) => !mail().settings.blockedSenders.includes(sender));
  if (senders.length === 0) return;
  const without = () => mail().settings.blockedSenders.filter((one) => !senders.includes(one));
  try {
    await saveSettings({ blockedSenders: [...without(), ...senders] });
    showActivity(words('mail')('blocked', { sender: senders.join(', ') }), () => saveSettings({ blockedSenders: without() }));
  } catch (error) {
    showProblem(error);
  }
}
