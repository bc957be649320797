import type { EmailUpdate, Outcome, Refusal } from '../contract.ts';
import { callForAccount } from './call.ts';

/** JMAP Email/set update: all of it under one modseq. An update that cannot be is in `refused`; the others are done. */
export function updateEmails(
  accountId: number,
  updates: EmailUpdate[],
  ifInState?: number,
): Promise<Outcome<{ modseq: number; refused: { emailId: number; reason: Refusal }[] }>> {
  return callForAccount('f_update_emails', accountId, JSON.stringify(updates.map(encode)), ifInState ?? null);
}

function encode({ emailId, mailboxIds, keywords }: EmailUpdate): Record<string, unknown> {
  const encoded: Record<string, unknown> = { emailId };
  if (mailboxIds && 'set' in mailboxIds) encoded.setBoxes = mailboxIds.set;
  else if (mailboxIds) Object.assign(encoded, { addBoxes: mailboxIds.add, removeBoxes: mailboxIds.remove });
  if (keywords && 'set' in keywords) Object.assign(encoded, { setFlags: keywords.set.flags, setKeywords: keywords.set.keywords });
  else if (keywords) {
    Object.assign(encoded, { addFlags: keywords.add.flags, addKeywords: keywords.add.keywords });
    Object.assign(encoded, { removeFlags: keywords.remove.flags, removeKeywords: keywords.remove.keywords });
  }
  return encoded;
}
