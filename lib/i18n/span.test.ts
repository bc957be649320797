import { expect, test } from 'vitest';
import { spanOf } from './span.ts';

test.each([
  [0, '0 sec'],
  [749, '0.7 sec'],
  [9_940, '9.9 sec'],
  [59_600, '1 min'],
  [314_000, '5 min 14 sec'],
  [3_600_000, '1 hr'],
  [2 * 86_400_000 + 3_700_000, '2 days 1 hr'],
])('%d ms is %s', (ms, said) => {
  expect(spanOf(ms, 'en')).toBe(said);
});

test('it is said in the language of the reader', () => {
  expect(spanOf(314_000, 'de')).toBe('5 Min. 14 Sek.');
});
