import { expect, test } from 'vitest';
import { Slots } from './slots.ts';

test('each user has so many; a slot is given back once', () => {
  const slots = new Slots(2);
  const first = slots.take(1);
  expect([slots.take(1), slots.take(1), slots.take(2)].map((slot) => slot !== undefined)).toEqual([true, false, true]);
  first?.();
  first?.();
  expect(slots.count()).toBe(2);
  expect([slots.take(1), slots.take(1)].map((slot) => slot !== undefined)).toEqual([true, false]);
});
