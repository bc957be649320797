import { expect, test } from 'vitest';
import { readAddresses } from './addresses.ts';

test.each([
  ['a@b.example', ['a@b.example']],
  [' <a@b.example>, c@d.example;\nA@b.example a@b.example ', ['a@b.example', 'c@d.example', 'A@b.example']],
  ['', []],
  ['nobody', null],
  ['a@b.example, @d.example', null],
])('%j', (text, wanted) => {
  expect(readAddresses(text)).toEqual(wanted);
});
