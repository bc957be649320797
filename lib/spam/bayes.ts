/**
 * From how often each token was seen in junk and in other mail to one figure. Each token has Robinson's estimate; its weight of evidence
 * counts the more, the more one-sided and the more often it was seen; the sum is divided by a power of their number, as neighbours are not
 * independent. The constants are what `npm run bench -- spam` found best.
 */
export interface TokenCounts {
  spam: number;
  ham: number;
}
export interface Clue {
  token: string;
  /** Above zero for junk. */
  weight: number;
}
export interface Classified {
  /** Above zero for junk: at 0.9 about one good message in a thousand is above, at 0 one in a hundred. */
  evidence: number;
  /** The most telling first. */
  clues: Clue[];
}

/** Messages that the assumption is worth that an unseen token tells nothing. */
const strength = 0.1;
/** A token this near to an even chance tells nothing. */
const nearest = 0.1;
/** Times that a token must have been seen for half of its weight. */
const halfKnown = 4;
/** 0.5 would be right if the tokens were independent, 1 if they all said the same. */
const dependence = 0.9;
/** Below this many messages of either kind, what was learnt counts in part. */
const enough = 50;

export function classify(tokens: readonly string[], counts: readonly (TokenCounts | undefined)[], totals: TokenCounts): Classified {
  const learnt = Math.min(1, Math.min(totals.spam, totals.ham) / enough);
  if (learnt <= 0) return { evidence: 0, clues: [] };
  const clues: Clue[] = [];
  let sum = 0;
  for (const [index, token] of tokens.entries()) {
    const weight = weightOf(counts[index], totals);
    if (weight === 0) continue;
    sum += weight;
    clues.push({ token, weight });
  }
  clues.sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  return { evidence: clues.length === 0 ? 0 : (learnt * sum) / clues.length ** dependence, clues: clues.slice(0, 20) };
}

function weightOf(counts: TokenCounts | undefined, totals: TokenCounts): number {
  if (!counts) return 0;
  const spam = Math.min(1, counts.spam / totals.spam);
  const ham = Math.min(1, counts.ham / totals.ham);
  if (spam + ham <= 0) return 0;
  const seen = counts.spam + counts.ham;
  const probability = (strength * 0.5 + seen * (spam / (spam + ham))) / (strength + seen);
  if (Math.abs(probability - 0.5) < nearest) return 0;
  const oneSided = ((spam - ham) / (spam + ham)) ** 2;
  return Math.log(probability / (1 - probability)) * oneSided * (seen / (seen + halfKnown));
}
