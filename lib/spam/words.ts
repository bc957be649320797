/** Words of a text as the classifier counts them, and the manner in which a text is written. */

/** Names of months and days that mean nothing else: what is dated is no sign of what it is. */
const dated = new Set(
  (
    'january february april june july august september october november december jan feb apr jun jul aug sep sept oct nov dec ' +
    'monday tuesday wednesday thursday friday saturday sunday tue wed thu fri'
  ).split(' '),
);

/** Words, and pairs of neighbours: what a phrase says is more than its words do. Each is marked with its place. */
export function addWords(text: string, mark: string, found: Set<string>, most: number): void {
  let last = '';
  let count = 0;
  for (const [raw] of text.matchAll(/[\p{L}\p{N}\p{M}$€£%!'’-]+/gu)) {
    if (++count > most) return;
    const word = raw.replaceAll(/^['’-]+|['’-]+$/g, '').toLowerCase();
    if (word === '') continue;
    const kept = keptOf(word);
    if (kept.length > 2 || /[^\x00-\x7f]/.test(kept)) found.add(`${mark}:${kept}`);
    if (/^[A-Z]{4,}$/.test(raw)) found.add(`${mark}:${raw}`);
    if (last) found.add(`${mark}:${last} ${kept}`);
    last = kept;
  }
}

function keptOf(word: string): string {
  if (word.length > 24) return `long${Math.min(9, word.length >> 4)}`;
  if (/^\d+$/.test(word)) return /^(19|20)\d\d$/.test(word) ? 'year' : word.length > 4 ? `digits${Math.min(20, word.length)}` : word;
  return dated.has(word) ? 'dated' : word;
}

/** How it is written, rather than what. */
export function addManner(text: string, mark: string, found: Set<string>): void {
  const letters = text.replaceAll(/[^\p{L}]/gu, '');
  if (letters.length > 5) found.add(`${mark}#caps${Math.floor((letters.replaceAll(/[^\p{Lu}]/gu, '').length / letters.length) * 5)}`);
  if (/!{2,}/.test(text)) found.add(`${mark}#!!`);
  if (text.includes('!')) found.add(`${mark}#!`);
  if (text.includes('?')) found.add(`${mark}#?`);
  if (/\$\d|\d\s?(€|\$|usd)\b|[£€]\s?\d/i.test(text)) found.add(`${mark}#money`);
  if (/\d\s?%/.test(text)) found.add(`${mark}#percent`);
  if (/\s{6,}\S+\s*$/.test(text) && mark === 's') found.add('s#spaced');
  if (/\b(\w ){5,}\w\b/.test(text)) found.add(`${mark}#s p a c e d`);
}
