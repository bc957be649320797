/**
 * From how often each token was seen in junk and in other mail to one figure: the mean of what the tokens say. Each has Robinson's estimate;
 * its weight of evidence counts the more, the more one-sided and the more often it was seen. This is done twice, over all that was learnt
 * and over mail of the message's own kind, with HTML or without: most wanted mail is plain, so that among all mail everything that goes
 * with HTML speaks for junk, be it a newsletter's. The constants are what `npm run bench -- spam` found best.
 */
export interface TokenCounts {
  spam: number;
  ham: number;
  /** Of these, in mail with HTML. */
  htmlSpam: number;
  htmlHam: number;
}
interface Pair {
  spam: number;
  ham: number;
}

/** This token stands in every message with HTML: its counts say how many of them were learnt. */
export const htmlToken = 'html';

/** Messages that the assumption is worth that an unseen token tells nothing; what a token tells below `nearest` of an even chance counts nothing. */
interface Manner {
  strength: number;
  nearest: number;
  /** How much the one-sided outweigh the others. */
  sharpness: number;
}
const overall: Manner = { strength: 0.2, nearest: 0.12, sharpness: 3 };
const ofKind: Manner = { strength: 0.1, nearest: 0.15, sharpness: 2 };
/** Times that a token must have been seen for half of its weight. */
const halfKnown = 5;
/** Below this many messages of either sort, what was learnt counts in part. */
const enough = 50;
/** What the kind says, as a part of the whole. */
const kindShare = 0.5;
/** Tokens that tell how a message was made are few beside its words, and harder to disguise. */
const made =
  /^(?:h|no|raw|mime|cs|enc|file|xmw?|bnd|cts|to|cc|content-type|content-transfer-encoding|mime-version|x-priority|x-msmail-priority|importance|x-mimeole):/;
const madeTimes = 3;

/** Above zero for junk: above 0.28 is about one good message in a thousand, above -0.03 one in a hundred. */
export function evidenceOf(tokens: readonly string[], counts: readonly (TokenCounts | undefined)[], totals: TokenCounts): number {
  const learnt = knownBy(totals);
  if (learnt <= 0) return 0;
  const times = tokens.map((token) => (made.test(token) ? madeTimes : 1));
  const all = meanOf(times, counts, totals, overall);
  const kind = tokens.includes(htmlToken) ? htmlOf : plainOf;
  const share = kindShare * knownBy(kind(totals));
  if (share === 0) return learnt * all;
  const own = meanOf(
    times,
    counts.map((one) => one && kind(one)),
    kind(totals),
    ofKind,
  );
  return learnt * ((1 - share) * all + share * own);
}

const htmlOf = ({ htmlSpam, htmlHam }: TokenCounts): Pair => ({ spam: htmlSpam, ham: htmlHam });
const plainOf = ({ spam, ham, htmlSpam, htmlHam }: TokenCounts): Pair => ({
  spam: Math.max(0, spam - htmlSpam),
  ham: Math.max(0, ham - htmlHam),
});
const knownBy = ({ spam, ham }: Pair) => Math.min(1, Math.min(spam, ham) / enough);

function meanOf(times: readonly number[], counts: readonly (Pair | undefined)[], totals: Pair, manner: Manner): number {
  let [sum, clues] = [0, 0];
  for (const [index, one] of counts.entries()) {
    const weight = weightOf(one, totals, manner);
    if (weight === 0) continue;
    sum += weight * (times[index] ?? 1);
    clues += times[index] ?? 1;
  }
  return clues === 0 ? 0 : sum / clues;
}

function weightOf(counts: Pair | undefined, totals: Pair, { strength, nearest, sharpness }: Manner): number {
  if (!counts) return 0;
  const spam = Math.min(1, counts.spam / totals.spam);
  const ham = Math.min(1, counts.ham / totals.ham);
  if (spam + ham <= 0) return 0;
  const seen = counts.spam + counts.ham;
  const probability = (strength * 0.5 + seen * (spam / (spam + ham))) / (strength + seen);
  if (Math.abs(probability - 0.5) < nearest) return 0;
  const oneSided = (Math.abs(spam - ham) / (spam + ham)) ** sharpness;
  return Math.log(probability / (1 - probability)) * oneSided * (seen / (seen + halfKnown));
}
