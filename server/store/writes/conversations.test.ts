import { expect, test } from 'vitest';
import { conversationsOf } from './conversations.ts';

test('linked through others, in any order, and by account', () => {
  const item = (acc: number, ...refs: string[]) => ({ acc, refs });
  const numbers = conversationsOf([item(1, 'a'), item(1, 'b'), item(2, 'a'), item(1), item(1, 'c', 'b'), item(1, 'a', 'c')]);
  const [a, b, other, alone, ...joined] = numbers;
  expect(new Set([a, b, ...joined]).size).toBe(1);
  expect(new Set([a, other, alone]).size).toBe(3);
});
