/** Why a message is in Junk, as the server found when it came; with words of the catalogue where there are some. */
import { callMail } from '#client/mail/call.ts';
import { loadBlocked } from '#client/settings/blocked.ts';
import type { Messages } from '#messages/rooms.ts';
import type { Reason, SpamVerdict } from '#lib/spam/reasons.ts';

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

export type ReasonKey = keyof Messages['junk']['reasons'];

/** The key of its words; null: the server's own words tell more than a catalogue can. */
export function reasonKey({ name, points }: Reason): ReasonKey | null {
  if (name === 'dmarc') return points > 0 ? 'dmarcFailed' : 'dmarcPassed';
  if (name === 'bayes') return points > 0 ? 'bayesBad' : 'bayesGood';
  return keys.find((key) => key === name) ?? null;
}

const keys: readonly ReasonKey[] = [
  ...(['spf', 'dkim', 'authors', 'policy', 'list', 'link-list', 'sender-junk', 'correspondent', 'known', 'first', 'blocked'] as const),
  ...(['no-from', 'no-date', 'no-id', 'future', 'twice', 'name-lies', 'reply-elsewhere', 'shouts', 'gtube', 'program'] as const),
  ...(['two-endings', 'url-address', 'url-user', 'lying-link', 'form', 'script', 'cut-words', 'pictures', 'hidden'] as const),
  ...(['clamav-down', 'rspamd-down'] as const),
];
