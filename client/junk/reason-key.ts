import type { Reason } from '#lib/spam/reasons.ts';
import type { Messages } from '#messages/rooms.ts';

export type ReasonKey = keyof Messages['junk']['reasons'];

/** The key of the words for a reason; null: the server's own words tell more than a catalogue can. */
export function reasonKey({ name, points }: Pick<Reason, 'name' | 'points'>): ReasonKey | null {
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
