import type { Outcome } from '../contract.ts';
import { callForAccount, slices } from './call.ts';

/** EXPUNGE and UID EXPUNGE (RFC 9051 §6.4.3, §6.4.9). `uids` null: every message; `onlyDeleted`: of those, the ones with \Deleted. */
export async function expunge(
  accountId: number,
  mailboxId: number,
  uids: number[] | null,
  onlyDeleted = true,
): Promise<Outcome<{ modseq: number; uids: number[] }>> {
  const whole = { modseq: 0, uids: [] as number[] };
  for (const slice of uids === null ? [null] : uids.length > 0 ? slices(uids) : [[]]) {
    const part = await callForAccount<{ modseq: number; uids: number[] }>('f_expunge', accountId, mailboxId, slice, onlyDeleted);
    if (!part.ok) return part;
    whole.modseq = part.value.modseq;
    whole.uids.push(...part.value.uids);
  }
  return { ok: true, value: whole };
}
