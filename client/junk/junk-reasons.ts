/** Why a message is in Junk, as the server found when it came. */
import { callMail } from '#client/mail/call.ts';
import { loadBlocked } from '#client/settings/blocked.ts';
import type { SpamVerdict } from '#lib/spam/reasons.ts';

/** Whether mail of this address goes to Junk whatever it says. */
export async function isBlocked(address: string): Promise<boolean> {
  const author = address.toLowerCase();
  const { blocked } = await loadBlocked();
  return blocked.includes(author) || blocked.includes(author.slice(author.lastIndexOf('@')));
}

/** Null: nothing judged it, or it cannot be asked now. */
export async function junkVerdict(emailId: string): Promise<SpamVerdict | null> {
  const answer = await callMail([['Email/get', { ids: [emailId], properties: ['spam'] }, 'e']]);
  const [email] = answer('e').list as { spam: SpamVerdict | null }[];
  return email?.spam ?? null;
}
