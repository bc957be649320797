import type { Outcome, Refusal } from '#server/store/index.ts';
import { UsageError } from './usage-error.ts';

const words: Partial<Record<Refusal, string>> = {
  alreadyExists: 'it is there already',
  notFound: 'it does not exist',
  invalidName: 'the name is not a valid address or domain',
  noSuchMailbox: 'there is no such mailbox',
  notAllowed: 'it is still in use',
  overQuota: 'the mailbox is full',
};

/** The value, or a sentence for the person at the terminal. */
export function orRefuse<T>(what: string, outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new UsageError(`${what}: ${words[outcome.reason] ?? outcome.reason}.`);
}

/** The value of an act of administration, or its sentence. */
export function orSay<T>(result: { ok: true; value: T } | { ok: false; message: string }): T {
  if (result.ok) return result.value;
  throw new UsageError(result.message);
}
