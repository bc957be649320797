/**
 * The text of a filter as RFC 8621 §4.4.1 reads it: what stands between quotation marks is a phrase, white space divides the rest into
 * tokens that must all be present. A backslash takes the next character as it is, inside a phrase.
 */
export interface SearchText {
  words: string[];
  phrases: string[];
}

export function readSearchText(text: string): SearchText {
  const words: string[] = [];
  const phrases: string[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (/\s/.test(character)) {
      at++;
      continue;
    }
    const phrase = character === '"' || character === "'" ? readPhrase(text, at) : undefined;
    if (phrase) {
      if (phrase.value.trim()) phrases.push(phrase.value.trim());
      at = phrase.end;
      continue;
    }
    const word = /^\S+/.exec(text.slice(at))?.[0] ?? character;
    words.push(word);
    at += word.length;
  }
  return { words, phrases };
}

/** Undefined when the mark has no partner: it is then a character like any other, as in `'tis`. */
function readPhrase(text: string, from: number): { value: string; end: number } | undefined {
  const mark = text[from];
  let value = '';
  for (let at = from + 1; at < text.length; at++) {
    const character = text[at] ?? '';
    if (character === '\\' && at + 1 < text.length) value += text[++at] ?? '';
    else if (character !== mark) value += character;
    else if (mark === "'" && /\w/.test(text[at + 1] ?? ''))
      value += character; // an apostrophe: 'don't go'
    else return { value, end: at + 1 };
  }
  return undefined;
}
