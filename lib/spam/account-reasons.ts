/** What speaks for junk or against it for one recipient: what they taught, and what they know of the sender. */
import { evidenceOf, type TokenCounts } from './bayes.ts';
import type { Reason } from './reasons.ts';

export interface KnownSender {
  /** Mails that came from it and stayed, mails written to it or taken out of Junk, and mails called junk. */
  heard: number;
  written: number;
  junk: number;
}
export interface Recipient {
  sender: KnownSender;
  counts: (TokenCounts | undefined)[];
  totals: TokenCounts;
}

/** Evidence of the classifier to points, so that what it is sure of is enough by itself. */
const pointsFor = (evidence: number) => Math.max(-6, Math.min(9, evidence * 18));

export function accountReasons(
  { sender, counts, totals }: Recipient,
  { tokens, isProven }: { tokens: readonly string[]; isProven: boolean },
): Reason[] {
  const found: Reason[] = [];
  const add = (name: string, points: number, text: string) => found.push({ name, points, text });
  const { heard, written, junk } = sender;
  if (junk > written && junk * 2 >= heard) add('sender-junk', 6, 'You called mail of this sender junk');
  else if (junk > 0) add('sender-junk', 1, 'You called some mail of this sender junk');
  else if (written > 0 && isProven) add('correspondent', -4, 'You write to this sender');
  else if (heard >= 3 && isProven) add('known', -1, 'This sender wrote before');
  else if (heard === 0 && written === 0) add('first', 0.5, 'First mail of this sender');
  const points = pointsFor(evidenceOf(tokens, counts, totals));
  if (points >= 0.1) add('bayes', points, 'Its words are like those of mail that was called junk');
  if (points <= -0.1) add('bayes', points, 'Its words are like those of mail that was kept');
  return found;
}
