/** A short run for every commit; test/fuzz has the long one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keeping } from '#server/imap/mailboxes/opened.ts';
import { serveImap } from '#server/imap/serve.ts';
import { makeAccount } from '../accounts.ts';
import { startListener } from '../listener.ts';
import { runTwoSessions } from './two-sessions.ts';

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  keeping.from = 1; // also what is kept of mailboxes that were left is held against the model, and what is read after SELECT
  listener = await startListener(serveImap, 'imap');
});
afterAll(() => listener.stop());

test.each([
  [1, 1_000_000],
  [2, 1_000_000],
  [3, 0],
  [4, 0],
])('two sessions and the model agree, seed %i, at most %i messages kept', async (seed, most) => {
  keeping.most = most;
  const login = `model${seed}@hamburger.edu`;
  await makeAccount(login, 'hungry');
  const done = await runTwoSessions({ port: listener.port, login, seed, steps: 250 });
  expect(Math.min(...Object.values(done))).toBeGreaterThan(0); // each kind of step was taken
});
