/** What an act of administration gives back: a value, or a sentence for the person who asked. */
import type { z } from 'zod';
import type { Refusal } from '#server/store/contract.ts';
import { audit } from '#server/store/index.ts';

export type AdminResult<T = null> = { ok: true; value: T } | { ok: false; message: string };

/** Who acts: for the audit log. */
export interface Actor {
  name: string;
  ip?: string;
}

export const done: AdminResult = { ok: true, value: null };
export const refuse = (message: string) => ({ ok: false, message }) as const;

/** The checked input, or the first thing that is wrong with it. */
export function checked<T>(schema: z.ZodType<T>, input: unknown): AdminResult<T> {
  const result = schema.safeParse(input);
  return result.success ? { ok: true, value: result.data } : refuse(result.error.issues[0]?.message ?? 'That was not understood.');
}

/** Written after the act, never with a password in it. */
export function record(actor: Actor, action: string, detail: Record<string, unknown>): Promise<void> {
  return audit(actor.name, action, detail, actor.ip);
}

export function sentenceFor(reason: Refusal, subject: string): string {
  switch (reason) {
    case 'alreadyExists':
      return `${subject} is there already.`;
    case 'notFound':
      return `${subject} is not there. Perhaps somebody else removed it.`;
    case 'invalidName':
      return `${subject} is not a name that can be used.`;
    case 'overQuota':
    case 'tooBig':
    case 'hasChildren':
    case 'hasEmails':
    case 'noSuchEmail':
    case 'noSuchMailbox':
    case 'notAllowed':
    case 'stateMismatch':
      return `${subject}: that is not possible now (${reason}).`;
  }
}
