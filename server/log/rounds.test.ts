import { expect, test, vi } from 'vitest';
import { startRounds } from './rounds.ts';

test('one round at a time, a fault does not end them, and stopping waits for the one that runs', async () => {
  const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  let begun = 0;
  let running = 0;
  let mostAtOnce = 0;
  const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const stop = startRounds({ everyMs: 1, atOnce: true, complaint: 'test: it failed' }, async () => {
    const gate = gates[begun++];
    mostAtOnce = Math.max(mostAtOnce, ++running);
    await gate?.promise.finally(() => running--);
  });
  expect(begun).toBe(1);
  gates[0]?.reject(new Error('of no account'));
  await expect.poll(() => begun).toBe(2);
  const stopped = stop();
  gates[1]?.resolve();
  await stopped;
  expect([begun, running, mostAtOnce]).toEqual([2, 0, 1]);
  said.mockRestore();
});
