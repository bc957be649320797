import type { Copied, Outcome } from '../contract.ts';
import { callForAccount, slices } from './call.ts';

/** COPY (RFC 9051 §6.4.7): the same emails under new UIDs, also within one mailbox. */
export function copyMessages(accountId: number, from: number, uids: number[], to: number): Promise<Outcome<Copied>> {
  return copy(accountId, from, uids, to, false);
}

/** MOVE (RFC 6851): one transaction, so nobody sees a message twice or not at all. */
export function moveMessages(accountId: number, from: number, uids: number[], to: number): Promise<Outcome<Copied>> {
  return copy(accountId, from, uids, to, true);
}

async function copy(accountId: number, from: number, uids: number[], to: number, move: boolean): Promise<Outcome<Copied>> {
  const whole: Copied = { modseq: 0, uidvalidity: 0, pairs: [] };
  // A COPY is one transaction, however long; of a MOVE each message is moved or not (RFC 6851 §3.3).
  for (const slice of move && uids.length > 0 ? slices(uids) : [uids]) {
    type Part = { modseq: number; uidvalidity: number; pairs: [from: number, to: number][] };
    const part = await callForAccount<Part>('f_copy', accountId, from, slice, to, move);
    if (!part.ok) return part;
    whole.modseq = part.value.modseq;
    whole.uidvalidity = part.value.uidvalidity;
    whole.pairs.push(...part.value.pairs.map(([old, fresh]) => ({ from: old, to: fresh })));
  }
  return { ok: true, value: whole };
}
