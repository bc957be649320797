/** Every write goes through here: passing faults are tried again, refusals raised in SQL (errcode PH001) become values. */
import { DatabaseError } from 'pg';
import type { Outcome, Refusal } from '../contract.ts';

// Serialisation failure, deadlock, lock timeout; and a server that is starting or going down.
const passing = new Set(['40001', '40P01', '55P03', '57P03']);

// An administrator, or a crash, ended the connection: perhaps just behind the commit.
const cutOff = new Set(['57P01', '57P02']);

/**
 * Whether a write that failed may have been committed all the same: unless Postgres itself said that it was not, nobody knows. To write
 * again by ourselves would then be to write twice.
 */
export const mayBeDone = (error: unknown): boolean => !(error instanceof DatabaseError) || cutOff.has(error.code ?? '');

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
