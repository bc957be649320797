/** Mail to this account that is kept back for an administrator (HeldEmail of docs/jmap.md). */
import type { Reason } from '#lib/spam/reasons.ts';
import { callAccount, destroyOne } from '../jmap/call-account.ts';

export interface HeldMail {
  id: string;
  receivedAt: string;
  expiresAt: string;
  from: string;
  subject: string;
  reasons: Reason[];
}

export async function loadHeld(): Promise<HeldMail[]> {
  const answer = await callAccount([['HeldEmail/get', { ids: null }, 'held']]);
  return answer('held').list as HeldMail[];
}

export const dropHeld = (id: string): Promise<void> => destroyOne('HeldEmail', id);
