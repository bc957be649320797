/** What a list puts into addresses and links, so that nobody can act for another: the member's number and a hash that only we can make. */
import { keyedHash } from '#server/mailauth/secret-box.ts';

/** `bounces` and `leave` are worth little, `confirm` makes a member, `moderate` lets a message through. */
export type Purpose = 'bounces' | 'leave' | 'confirm' | 'moderate';

/** 80 bits: nobody guesses that many by mail. */
const hash = (accountId: number, what: string, purpose: Purpose): string =>
  keyedHash(JSON.stringify([accountId, what, purpose]), 'mailing lists').toString('hex', 0, 10);

export const memberToken = (accountId: number, memberId: number, purpose: Purpose): string =>
  `${memberId.toString(36)}-${hash(accountId, String(memberId), purpose)}`;

/** The member's number; null for what was not made here for this. */
export function readMemberToken(accountId: number, token: string | null, purpose: Purpose): number | null {
  const [number = '', given] = (token ?? '').toLowerCase().split('-');
  if (!/^[1-9a-z][0-9a-z]{0,9}$/.test(number)) return null;
  const memberId = Number.parseInt(number, 36);
  return given === hash(accountId, String(memberId), purpose) ? memberId : null;
}

/** For a message that waits, by the word that it is known by. */
export const heldToken = (accountId: number, word: string): string => `${word}-${hash(accountId, word, 'moderate')}`;

export function readHeldToken(accountId: number, token: string | null): string | null {
  const [word = '', given] = (token ?? '').toLowerCase().split('-');
  return /^[0-9a-f]{12}$/.test(word) && given === hash(accountId, word, 'moderate') ? word : null;
}

/** For links: the list, and the member's token to leave it. */
export const leaveToken = (accountId: number, memberId: number): string =>
  `${accountId.toString(36)}.${memberToken(accountId, memberId, 'leave')}`;

export function readLeaveToken(token: string): { accountId: number; memberId: number } | null {
  const [account = '', rest = ''] = token.split('.');
  if (!/^[1-9a-z][0-9a-z]{0,6}$/.test(account)) return null;
  const accountId = Number.parseInt(account, 36);
  const memberId = readMemberToken(accountId, rest, 'leave');
  return memberId === null ? null : { accountId, memberId };
}
