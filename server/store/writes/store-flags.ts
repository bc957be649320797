import type { FlagChange, FlagsStored, Outcome } from '../contract.ts';
import { callForAccount, slices } from './call.ts';

/** STORE (RFC 9051 §6.4.6), with UNCHANGEDSINCE decided under the lock (RFC 7162 §3.1.3). UIDs that are not there are passed over. */
export async function storeFlags(
  accountId: number,
  mailboxId: number,
  uids: number[],
  change: FlagChange,
  unchangedSince?: number,
): Promise<Outcome<FlagsStored>> {
  const whole: FlagsStored = { modseq: 0, changed: [], modified: [] };
  for (const slice of uids.length > 0 ? slices(uids) : [[]]) {
    const keywords = change.keywords?.map((keyword) => keyword.toLowerCase()) ?? null;
    const args = [mailboxId, slice, change.mode, change.flags, keywords, unchangedSince ?? null];
    const part = await callForAccount<FlagsStored>('f_flags', accountId, ...args);
    if (!part.ok) return part;
    whole.modseq = part.value.modseq;
    whole.changed.push(...part.value.changed);
    whole.modified.push(...part.value.modified);
  }
  return { ok: true, value: whole };
}
