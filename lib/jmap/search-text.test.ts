import { expect, test } from 'vitest';
import { readSearchText } from './search-text.ts';

test.each([
  ['lunch friday', ['lunch', 'friday'], []],
  ['  lunch \t friday ', ['lunch', 'friday'], []],
  ['"lunch on friday" bob', ['bob'], ['lunch on friday']],
  ["'lunch on friday' bob", ['bob'], ['lunch on friday']],
  ['"say \\"cheese\\" \\\\ now"', [], ['say "cheese" \\ now']],
  ["don't panic", ["don't", 'panic'], []],
  ["'tis the season", ["'tis", 'the', 'season'], []],
  ["'I don't know'", [], ["I don't know"]],
  ['5" disk', ['5"', 'disk'], []],
  ['"" x', ['x'], []],
  ['', [], []],
])('%s', (text, words, phrases) => {
  expect(readSearchText(text)).toEqual({ words, phrases });
});
