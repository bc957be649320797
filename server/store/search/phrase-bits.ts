/**
 * A filter of bits that tells of most texts that a phrase cannot stand in them: the words of it may be in nearly every message, and to look
 * into each of 100,000 texts takes seconds. For each blank of a text, the two characters before it and the three behind it are noted
 * together; a phrase anywhere in a text, from the middle of a word to the middle of another, brings its own along.
 */
const before = 2;
const behind = 3;
/** Of each of them so many bits are set, among at least so many times as many. */
const hashes = 3;
const spacing = 4;
/** A text of more says nothing in a filter of reasonable size. */
const most = 32_768;

/** Null: too much for a filter. */
export function phraseBits(texts: string[]): Buffer | null {
  const marks = new Set<number>();
  for (const text of texts) for (const mark of marksOf(text)) if (marks.add(mark).size > most) return null;
  const bits = 2 ** Math.ceil(Math.log2(Math.max(64, marks.size * spacing)));
  const filter = Buffer.alloc(bits / 8);
  for (const mark of marks)
    for (const place of placesOf(mark)) {
      const at = place & (bits - 1); // as get_bit() of Postgres counts them
      filter[at >>> 3] = (filter[at >>> 3] ?? 0) | (1 << (at & 7));
    }
  return filter;
}

/** Places, before they are cut to the size of a filter, that are set in the filter of every text that holds the phrase; maybe none. */
export function phrasePlaces(folded: string): number[] {
  if (folded.includes('\ufffd')) return []; // what a text had there before it was stored is not known
  return [...new Set(marksOf(folded))].slice(0, 8).flatMap(placesOf);
}

function* marksOf(text: string): Generator<number> {
  for (let at = text.indexOf(' ', before); at >= 0 && at + behind < text.length; at = text.indexOf(' ', at + 1)) {
    let mark = 0x811c9dc5; // FNV-1a
    for (let k = at - before; k <= at + behind; k++) mark = Math.imul(mark ^ text.charCodeAt(k), 0x01000193);
    yield mark >>> 0;
  }
}

function placesOf(mark: number): number[] {
  const step = (Math.imul(mark ^ (mark >>> 15), 0x2c1b3c6d) | 1) >>> 0;
  return Array.from({ length: hashes }, (_, n) => (mark + n * step) % 2 ** 31);
}
