import { expect, test } from 'vitest';
import { together } from './together.ts';

test('what is asked while a question is under way is asked with the next one, each answer goes to who asked', async () => {
  const asked: number[][] = [];
  const double = together(async (numbers: number[]) => {
    asked.push(numbers);
    if (asked.length === 1) later = [2, 3, 4].map(double);
    return numbers.map((number) => number * 2);
  });
  let later: Promise<number>[] = [];
  expect(await double(1)).toBe(2);
  expect(await Promise.all(later)).toEqual([4, 6, 8]);
  expect(asked).toEqual([[1], [2, 3, 4]]);
});

test('a question that cannot be answered fails alone', async () => {
  const half = together(async (numbers: number[]) => {
    if (numbers.some((number) => number % 2)) throw new Error('odd');
    return numbers.map((number) => number / 2);
  });
  const answers = await Promise.allSettled([2, 3, 4].map(half));
  expect(answers.map((one) => (one.status === 'fulfilled' ? one.value : String(one.reason)))).toEqual([1, 'Error: odd', 2]);
});

test('no more than so many at once', async () => {
  const sizes: number[] = [];
  const same = together(
    async (numbers: number[]) => {
      sizes.push(numbers.length);
      return numbers;
    },
    { most: 2 },
  );
  expect(await Promise.all([1, 2, 3, 4, 5].map(same))).toEqual([1, 2, 3, 4, 5]);
  expect(sizes).toEqual([2, 2, 1]);
});
