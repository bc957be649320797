import type { EmailChange, EmailUpdate, Outcome, Refusal } from '../contract.ts';
import { changeAccount, slices } from './call.ts';

interface Updated {
  modseq: number;
  /** The modseqs that this took: none, when everything was so already. */
  own: number[];
  refused: { emailId: number; reason: Refusal }[];
}

/** JMAP Email/set update: all of it under one modseq. An update that cannot be is in `refused`; the others are done. */
export async function updateEmails(accountId: number, updates: EmailUpdate[], ifInState?: number): Promise<Outcome<Updated>> {
  const whole: Updated = { modseq: 0, own: [], refused: [] };
  for (const [index, round] of roundsOf(updates).entries()) {
    const state = index === 0 ? (ifInState ?? null) : null;
    const part = await write(
      accountId,
      round.map(({ emailId, ...change }) => encode([emailId], change)),
      state,
    );
    if (!part.ok) return part;
    add(whole, part.value);
  }
  return { ok: true, value: whole };
}

/** The same change of many emails, in batches that hold the account's lock for some 0.1 s each. No email is named twice. */
export async function updateAlike(accountId: number, emailIds: number[], change: EmailChange): Promise<Outcome<Updated>> {
  const whole: Updated = { modseq: 0, own: [], refused: [] };
  for (const batch of slices(emailIds, 4000)) {
    const part = await write(accountId, [encode(batch, change)], null);
    if (!part.ok) return part;
    add(whole, part.value);
  }
  return { ok: true, value: whole };
}

type Told = Pick<Updated, 'modseq' | 'refused'>;

const write = (accountId: number, changes: Record<string, unknown>[], state: number | null) =>
  changeAccount<Told>('f_update_emails', accountId, JSON.stringify(changes), state);

function add(whole: Updated, { modseq, own, refused }: Told & { own: number | null }): void {
  whole.modseq = modseq;
  if (own !== null) whole.own.push(own);
  for (const one of refused) whole.refused.push(one);
}

/** The function takes each email once: a second update of the same email comes after the first. */
function roundsOf(updates: EmailUpdate[]): EmailUpdate[][] {
  const times = new Map<number, number>();
  const rounds: EmailUpdate[][] = [[]];
  for (const update of updates) {
    const round = times.get(update.emailId) ?? 0;
    times.set(update.emailId, round + 1);
    (rounds[round] ??= []).push(update);
  }
  return rounds;
}

/** `f_update_emails` knows two more, for bulk changes: where what would be left nowhere goes (`keepIn`), or else stays (`orStay`). */
function encode(emailIds: number[], { mailboxIds, keywords }: EmailChange): Record<string, unknown> {
  const encoded: Record<string, unknown> = { emailIds };
  if (mailboxIds && 'set' in mailboxIds) encoded.setBoxes = mailboxIds.set;
  else if (mailboxIds) Object.assign(encoded, { addBoxes: mailboxIds.add, removeBoxes: mailboxIds.remove });
  if (keywords && 'set' in keywords) Object.assign(encoded, { setFlags: keywords.set.flags, setKeywords: keywords.set.keywords });
  else if (keywords) {
    Object.assign(encoded, { addFlags: keywords.add.flags, addKeywords: keywords.add.keywords });
    Object.assign(encoded, { removeFlags: keywords.remove.flags, removeKeywords: keywords.remove.keywords });
  }
  return encoded;
}
