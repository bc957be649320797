import { expect, test } from 'vitest';
import { cutAtWords } from './mark-words.ts';

const shown = (text: string, words: string[]) =>
  cutAtWords(text, words)
    .map((part) => (part.isMatch ? `[${part.text}]` : part.text))
    .join('');

test.each([
  ['Signed contract for the oven lease', ['oven'], 'Signed contract for the [oven] lease'],
  ['Ovens, woven', ['oven'], '[Ovens], woven'],
  ['Is C++ here?', ['C++'], 'Is [C++] here?'],
  ['nothing', [], 'nothing'],
])('%s', (text, words, marked) => expect(shown(text, words)).toBe(marked));
