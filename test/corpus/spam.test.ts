/** The junk filter on the corpus, as the bench measures it: what docs/spam.md says must stay true. */
import path from 'node:path';
import { expect, test } from 'vitest';
import { measureSpam } from '../../bench/spam/run.ts';

test('94 of 100 junk messages are caught where one in a thousand of the others is hurt', async () => {
  const { ham, spam, curve, budgets } = await measureSpam(path.resolve('../shared/corpus/ordinary'));
  expect([ham, spam]).toEqual([4150, 1896]);
  expect(budgets.find(({ budget }) => budget === 0.001)?.caught).toBeGreaterThan(0.94);
  const standard = curve.find(({ needed }) => needed === 5);
  expect(standard?.caught).toBeGreaterThan(0.93);
  expect(standard?.hurt).toBeLessThan(0.001);
  expect(standard?.easy).toBeLessThan(0.0005);
});
