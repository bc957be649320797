import { expect, test } from 'vitest';
import { rush } from './rush.ts';

test('work stands back while much mail comes, for half a minute at most', () => {
  const grows = rush();
  const at = (second: number, count: number) => grows(count, second * 1000);
  expect(at(0, 0)).toBe(false);
  expect(at(1, 10)).toBe(false); // ten a second
  expect(at(2, 110)).toBe(true); // a hundred a second
  expect(at(2.1, 110)).toBe(true); // too soon to tell
  expect(at(31, 3010)).toBe(true);
  expect(at(33, 3210)).toBe(false); // it has stood back long enough
  expect(at(34, 3215)).toBe(false);
  expect(at(35, 3415)).toBe(true); // another rush
});
