import type { FlagChange, FlagsStored, Outcome } from '../contract.ts';
import { callForAccount, slices } from './call.ts';

/** Lists side by side; absent or null when nothing was there. */
interface Stored {
  modseq: number;
  modified: number[];
  uids?: number[] | null;
  flags?: number[] | null;
  modseqs?: number[] | null;
  keywords?: Record<number, string[]> | null;
}

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
    const part = await callForAccount<Stored>('f_flags', accountId, ...args);
    if (!part.ok) return part;
    whole.modseq = part.value.modseq;
    const { modified, uids: changed, flags, modseqs, keywords: words } = part.value;
    for (const [n, uid] of (changed ?? []).entries())
      whole.changed.push({ uid, flags: flags?.[n] ?? 0, keywords: words?.[uid] ?? null, modseq: modseqs?.[n] ?? 0 });
    for (const uid of modified) whole.modified.push(uid);
  }
  return { ok: true, value: whole };
}
