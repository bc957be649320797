import type { Outcome } from '../contract.ts';
import { changeAccount } from './call.ts';

/** JMAP Email/set destroy: out of every mailbox, for good (but see `buried`). `own`: the modseq that this took, if any. */
export async function destroyEmails(
  accountId: number,
  emailIds: number[],
  ifInState?: number,
): Promise<Outcome<{ modseq: number; own: number | null; destroyed: number[]; notFound: number[] }>> {
  type Done = { modseq: number; destroyed: number[] };
  const outcome = await changeAccount<Done>('f_destroy_emails', accountId, emailIds, ifInState ?? null);
  if (!outcome.ok) return outcome;
  const destroyed = new Set(outcome.value.destroyed);
  return { ok: true, value: { ...outcome.value, notFound: emailIds.filter((id) => !destroyed.has(id)) } };
}
