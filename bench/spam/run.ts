/**
 * `npm run bench -- spam [--corpus FOLDER]`: how much junk is caught and how much else is hurt, on the public corpus of SpamAssassin. Ten
 * seeded folds by thread: a message is judged by what was learnt from the other nine tenths, never from an answer to it or a copy with its
 * subject. The score is that of a stranger's message: its words and its content; SPF, lists and the recipient's own acts would come on top.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { accountReasons } from '#lib/spam/account-reasons.ts';
import { checkContent } from '#lib/spam/checks.ts';
import type { Reason } from '#lib/spam/reasons.ts';
import { tokensOf } from '#lib/spam/tokens.ts';
import { htmlToken, type TokenCounts } from '#lib/spam/bayes.ts';
import { readCorpus, type Sample } from './corpus.ts';

const folds = 10;
const seed = 42;
/** The corpus is of 2002; nothing in it lies in the future. */
const now = new Date('2026-11-21T00:00:00Z');
const stranger = { heard: 0, written: 0, junk: 0 };

interface Read extends Pick<Sample, 'spam' | 'folder' | 'thread'> {
  tokens: string[];
  content: number;
}

export interface Measured {
  ham: number;
  spam: number;
  threads: number;
  /** To read and take apart a message. */
  readMs: number;
  curve: { needed: number; caught: number; hurt: number; easy: number; hard: number }[];
  budgets: { budget: number; caught: number; above: number }[];
}

export async function benchSpam(corpus = path.resolve('../shared/corpus/ordinary')): Promise<void> {
  const { ham, spam, threads, readMs, curve, budgets } = await measureSpam(corpus);
  console.log(`${ham} ham, ${spam} spam, ${threads} threads, ${folds} folds, seed ${seed}; ${readMs.toFixed(2)} ms a message`);
  console.log('\nneeded   spam caught   ham hurt   of easy ham   of hard ham');
  for (const { needed, caught, hurt, easy, hard } of curve)
    console.log([needed.toFixed(1).padStart(6), ...[caught, hurt, easy, hard].map((one) => percent(one).padStart(12))].join(''));
  console.log('\nham hurt   spam caught   at a score of');
  for (const { budget, caught, above } of budgets)
    console.log([percent(budget).padStart(8), percent(caught).padStart(14), `> ${above.toFixed(1)}`.padStart(16)].join(''));
  mkdirSync('bench/results', { recursive: true });
  writeFileSync('bench/results/spam.json', `${JSON.stringify({ ham, spam, threads, curve, budgets }, null, 2)}\n`);
  console.log('\nwritten to bench/results/spam.json');
}

export async function measureSpam(corpus: string): Promise<Measured> {
  const samples = await readCorpus(corpus);
  const begun = performance.now();
  const all: Read[] = samples.map(({ bytes, spam, folder, thread }) => ({
    ...{ spam, folder, thread, tokens: tokensOf(bytes), content: sumOf(checkContent(bytes, now)) },
  }));
  const readMs = (performance.now() - begun) / all.length;
  const foldOf = spread([...new Set(all.map(({ thread }) => thread))]);
  const scored = [...scoresOf(all, foldOf)];
  const ham = scored.filter(({ spam }) => !spam);
  const junk = scored.filter(({ spam }) => spam);
  const curve = Array.from({ length: 23 }, (_, step) => step / 2 - 2).map((needed) => {
    const of = (kind: string) =>
      share(
        ham.filter(({ folder }) => folder.startsWith(kind)),
        needed,
      );
    return { needed, caught: share(junk, needed), hurt: share(ham, needed), easy: of('easy'), hard: of('hard') };
  });
  const sorted = ham.map(({ score }) => score).toSorted((a, b) => b - a);
  const budgets = [0, 0.0005, 0.001, 0.002, 0.005, 0.01].map((budget) => {
    const above = sorted[Math.floor(sorted.length * budget)] ?? 0;
    return { budget, caught: junk.filter(({ score }) => score > above).length / junk.length, above };
  });
  return { ham: ham.length, spam: junk.length, threads: foldOf.size, readMs, curve, budgets };
}

/** Each fold, judged by what all others taught: what it taught itself is taken back for as long. */
function* scoresOf(all: Read[], foldOf: Map<number, number>) {
  const learnt: Learnt = { counts: new Map(), totals: { ...nothing } };
  for (const one of all) learn(learnt, one, 1);
  for (let fold = 0; fold < folds; fold++) {
    const judged = all.filter(({ thread }) => foldOf.get(thread) === fold);
    for (const one of judged) learn(learnt, one, -1);
    for (const { spam, folder, tokens, content } of judged) {
      const known = { sender: stranger, totals: learnt.totals, counts: tokens.map((token) => learnt.counts.get(token)) };
      yield { spam, folder, score: content + sumOf(accountReasons(known, { tokens, isProven: false })) };
    }
    for (const one of judged) learn(learnt, one, 1);
  }
}

const sumOf = (reasons: Reason[]) => reasons.reduce((sum, { points }) => sum + points, 0);
const share = (of: { score: number }[], needed: number) => of.filter(({ score }) => score >= needed).length / of.length;
const percent = (part: number) => `${(part * 100).toFixed(2)} %`;

interface Learnt {
  counts: Map<string, TokenCounts>;
  totals: TokenCounts;
}
const nothing: TokenCounts = { spam: 0, ham: 0, htmlSpam: 0, htmlHam: 0 };

function learn({ counts, totals }: Learnt, { spam, tokens }: Read, times: 1 | -1): void {
  const isHtml = tokens.includes(htmlToken);
  const add = (to: TokenCounts) => {
    to[spam ? 'spam' : 'ham'] += times;
    if (isHtml) to[spam ? 'htmlSpam' : 'htmlHam'] += times;
  };
  add(totals);
  for (const token of tokens) {
    const known = counts.get(token) ?? { ...nothing };
    add(known);
    counts.set(token, known);
  }
}

/** Each thread to a fold, the same at every run. */
function spread(threads: number[]): Map<number, number> {
  let state = seed;
  const random = () => {
    state = (state + 0x6d2b79f5) | 0; // mulberry32
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const order = threads.map((thread) => ({ thread, at: random() })).toSorted((a, b) => a.at - b.at);
  return new Map(order.map(({ thread }, index) => [thread, index % folds]));
}
