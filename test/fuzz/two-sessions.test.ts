/** Ten thousand steps; MODEL_STEPS and MODEL_SEED make it longer, or repeat a run that found something. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keeping } from '#server/imap/mailboxes/opened.ts';
import { serveImap } from '#server/imap/serve.ts';
import { makeAccount } from '../harness/accounts.ts';
import { startListener } from '../harness/listener.ts';
import { runTwoSessions } from '../harness/imap-model/two-sessions.ts';

let listener: Awaited<ReturnType<typeof startListener>>;
beforeAll(async () => {
  keeping.from = 1; // also what is kept of mailboxes that were left is held against the model
  listener = await startListener(serveImap, 'imap');
});
afterAll(() => listener.stop());

const steps = Number(process.env.MODEL_STEPS ?? 10_000);
const first = Number(process.env.MODEL_SEED ?? 100);

// In stretches of a thousand, as a mailbox that only grows gets slow to compare.
test(`two sessions and the model agree for ${steps} steps`, { timeout: 1000 + steps * 200 }, async () => {
  for (let done = 0, seed = first; done < steps; done += 1000, seed++) {
    const login = `long${seed}@hamburger.edu`;
    await makeAccount(login, 'hungry');
    keeping.most = seed % 2 === 0 ? 1_000_000 : 0; // every other stretch reads its mailbox after each SELECT anew
    const counts = await runTwoSessions({ port: listener.port, login, seed, steps: Math.min(1000, steps - done) });
    expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(Math.min(1000, steps - done));
  }
});
