import { expect, test } from 'vitest';
import { askedOnce } from './asked-once.ts';

test('asked once, and again after a failure, also of what was asked anew', async () => {
  const answers = ['first', new Error('gone'), 'third'];
  let times = 0;
  const { get, anew } = askedOnce(() => {
    const answer = answers[times++];
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  });
  expect([await get(), await get(), times]).toEqual(['first', 'first', 1]);
  await expect(anew()).rejects.toThrow('gone');
  expect([await get(), await get(), times]).toEqual(['third', 'third', 3]);
});
