/**
 * The shape of searchable text, the same for what is indexed and what is asked. Everything is folded (NFKC, lower-case). Scripts written
 * without blanks are indexed as overlapping pairs of characters, appended to the text behind a separator, because Postgres's parser takes
 * a whole run of them for one word.
 */

/** Between a text and its appended pairs: never in folded text. */
export const separator = '\u0001';

export function fold(text: string): string {
  // One sigma: JavaScript writes a final ς where Postgres's lower() writes σ.
  return text.normalize('NFKC').toLowerCase().replaceAll('ς', 'σ');
}

/** The same in SQL, for text columns that are stored as written. */
export const foldSql = (expression: string): string => `translate(lower(normalize(${expression}, NFKC)), 'ς', 'σ')`;

const unspaced = /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]&&\p{L}]/v;
const wordOf = /[\p{L}\p{N}\p{M}]+/gu;
const runOf =
  /[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]&&\p{L}]+|[\p{L}\p{N}\p{M}]+?(?=[[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]&&\p{L}]|$)/gv;

export const hasUnspaced = (text: string): boolean => unspaced.test(text);

/** The pairs of one run, and its last character, so that a search for any single character is a search for a prefix. */
function pairsOf(run: string): string[] {
  const characters = [...run];
  return characters.map((character, n) => character + (characters[n + 1] ?? ''));
}

/**
 * Characters of text that are indexed as they stand, and octets of what is behind them: the index takes a megabyte of words and their places,
 * and a compound counts more than once.
 */
const mostText = 65_536;
const mostBehind = 240_000;

export interface IndexedText {
  /** The text as far as it is indexed as it stands; behind the separator each further word of it once, and the pairs. */
  body: string;
  /** What comes after it, for phrases; from a little before the cut. */
  rest: string | null;
  truncated: boolean;
  /** There is more than is kept, or there are more words than are indexed: the message itself has to be asked. */
  overflow: boolean;
}

/** Folded text as `email_text` keeps it. */
export function indexedText(folded: string): IndexedText {
  const whole = folded.replaceAll(separator, ' ').replaceAll('\0', ' ');
  const kept = whole.slice(0, mostText);
  const pieces = hasUnspaced(whole) ? pairsIn(whole) : new Set<string>();
  const truncated = whole.length > mostText;
  const rest = truncated ? whole.slice(mostText - overlap) : null;
  if (rest !== null) for (const word of further(kept, rest)) pieces.add(word);
  const behind: string[] = [];
  let octets = 0;
  for (const piece of pieces) {
    octets += Buffer.byteLength(piece) + 1;
    if (octets > mostBehind) break;
    behind.push(piece);
  }
  const body = behind.length > 0 ? `${kept}${separator}${behind.join(' ')}` : kept;
  return { body, rest, truncated, overflow: octets > mostBehind };
}

/** Longer than a phrase that anybody looks for. */
const overlap = 1000;

function further(kept: string, rest: string): string[] {
  const known = new Set(kept.split(/\s+/));
  return [...new Set(rest.split(/\s+/))].filter((word) => word !== '' && !known.has(word));
}

function pairsIn(text: string): Set<string> {
  const pieces = new Set<string>();
  for (const [word] of text.matchAll(wordOf)) {
    if (!hasUnspaced(word)) continue;
    for (const [run] of word.matchAll(runOf)) for (const piece of hasUnspaced(run) ? pairsOf(run) : [run]) pieces.add(piece);
  }
  return pieces;
}

/** A `to_tsquery` text that every holder of this word or phrase satisfies (words as prefixes); null when nothing of it is indexed. */
export function tsqueryOf(folded: string): string | null {
  const terms: string[] = [];
  for (const [word] of folded.matchAll(wordOf)) {
    if (!hasUnspaced(word)) terms.push(`${quote(word)}:*`);
    else
      for (const [run] of word.matchAll(runOf)) {
        const pairs = hasUnspaced(run) ? pairsOf(run) : [run];
        // The last, single character is there to be found alone; in a longer run the pair before it says as much.
        for (const pair of pairs.length > 1 ? pairs.slice(0, -1) : pairs) terms.push(`${quote(pair)}:*`);
      }
  }
  return terms.length > 0 ? terms.join(' & ') : null;
}

const quote = (word: string): string => `'${word.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

/** A folded text as a LIKE pattern that finds it anywhere. */
export const anywhere = (folded: string): string => `%${folded.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** Words of a query, and phrases in double quotes. */
export function wordsIn(query: string): string[] {
  return [...query.matchAll(/"([^"]*)"|[^\s"]+/g)].map(([whole, phrase]) => (phrase ?? whole).trim()).filter((word) => word !== '');
}
