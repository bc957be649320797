/** Cuts a text where words of a query stand in it, so that they can be marked. Pure. */
export function cutAtWords(text: string, words: readonly string[], onlyBeginning = false): { text: string; isMatch: boolean }[] {
  const wanted = words.filter((word) => word.trim() !== '').map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  if (wanted.length === 0) return [{ text, isMatch: false }];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${wanted.join('|')})${onlyBeginning ? '' : '[\\p{L}\\p{N}]*'}`, 'giu'); // else the whole word
  const parts: { text: string; isMatch: boolean }[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: text.slice(at, match.index), isMatch: false });
    parts.push({ text: match[0], isMatch: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) parts.push({ text: text.slice(at), isMatch: false });
  return parts;
}
