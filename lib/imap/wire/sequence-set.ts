/** Sequence sets and UID sets (RFC 9051 §9 sequence-set, uid-set). `*` is Infinity until it is resolved, `$` stays by its name. */
import { SyntaxProblem, type Cursor } from './cursor.ts';

export type Range = readonly [from: number, to: number];
/** 'saved' is `$`: what the last SEARCH with SAVE found (RFC 5182 §2.1). */
export type SequenceSet = readonly Range[] | 'saved';

const setPattern = /(?:\d+|\*)(?::(?:\d+|\*))?(?:,(?:\d+|\*)(?::(?:\d+|\*))?)*/y;

export function parseSequenceSet(cursor: Cursor): SequenceSet {
  return cursor.accept('$') ? 'saved' : parseRanges(cursor);
}

/** Where `$` has no meaning: UIDs that a client knows. */
export function parseRanges(cursor: Cursor): Range[] {
  const [text] = cursor.match(setPattern, 'a set of messages');
  return text.split(',').map((part) => {
    const [from = '', to = from] = part.split(':');
    return [boundary(from), boundary(to)];
  });
}

/** With `*` as `highest`, each range low to high, ascending, joined where they touch. `*:5` and `5:*` are the same. */
export function resolveRanges(set: readonly Range[], highest: number): Range[] {
  // Only `*` is brought down to the highest: a plain range above it holds nothing.
  const end = (number: number) => (number === Infinity ? highest : number);
  const ranges = set.map(([from, to]): Range => [Math.min(end(from), end(to)), Math.max(end(from), end(to))]).sort(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [from, to] of ranges) {
    const last = joined.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** In the order given; runs of consecutive ascending numbers become ranges. '' for none: the caller says nothing then. */
export function encodeSet(numbers: readonly number[]): string {
  const parts: string[] = [];
  for (let n = 0; n < numbers.length;) {
    const from = numbers[n] ?? 0;
    let to = from;
    while (numbers[++n] === to + 1) to++;
    parts.push(from === to ? `${from}` : `${from}:${to}`);
  }
  return parts.join(',');
}

export function encodeRanges(set: SequenceSet): string {
  if (set === 'saved') return '$';
  const name = (number: number) => (number === Infinity ? '*' : `${number}`);
  return set.map(([from, to]) => (from === to ? name(from) : `${name(from)}:${name(to)}`)).join(',');
}

function boundary(text: string): number {
  if (text === '*') return Infinity;
  const number = Number(text);
  if (number === 0 || number > 4_294_967_295) throw new SyntaxProblem('a message number is out of range');
  return number;
}
