/** Every write goes through here: passing faults are tried again, refusals raised in SQL (errcode PH001) become values. */
import type { Outcome, Refusal } from '../contract.ts';

// Serialisation failure, deadlock, lock timeout; and a server that is starting or going down.
const passing = new Set(['40001', '40P01', '55P03', '57P03']);

export async function attempt<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  for (let tries = 1; ; tries++) {
    try {
      return { ok: true, value: await work() };
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      if (code === 'PH001') return { ok: false, reason: message as Refusal };
      if (tries >= 5 || !code || !passing.has(code)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10 * 2 ** tries));
    }
  }
}
