/** What an act of administration gives back: a value, or a sentence for the person who asked. */
import type { z } from 'zod';
import type { Refusal } from '#server/store/contract.ts';
import { audit } from '#server/store/index.ts';

/** Which HTTP status it is, and what a program can decide by. */
export type FailureCode = 'invalid' | 'forbidden' | 'notFound' | 'conflict' | 'unavailable';
export interface InputIssue {
  field: string;
  message: string;
}
export interface Failure {
  ok: false;
  code: FailureCode;
  message: string;
  issues?: InputIssue[];
}
export type AdminResult<T = null> = { ok: true; value: T } | Failure;

/** Who acts: for the audit log. */
export interface Actor {
  name: string;
  ip?: string;
}

export const done: AdminResult = { ok: true, value: null };
export const failure = (code: FailureCode, message: string): Failure => ({ ok: false, code, message });
export const refuse = (message: string): Failure => failure('conflict', message);
export const missing = (what: string): Failure => failure('notFound', `${what} is not there. Perhaps somebody else removed it.`);

export const notOurs = (domain: string): Failure => refuse(`${domain} is not a domain of this server. Add it first.`);

/** The checked input, or the first thing that is wrong with it. */
export function checked<T>(schema: z.ZodType<T>, input: unknown): AdminResult<T> {
  const result = schema.safeParse(input);
  return result.success
    ? { ok: true, value: result.data }
    : failure('invalid', result.error.issues[0]?.message ?? 'That was not understood.');
}

/** Written after the act, never with a password in it. */
export function record(actor: Actor, action: string, detail: Record<string, unknown>): Promise<void> {
  return audit(actor.name, action, detail, actor.ip);
}

/** The sentence and the code for what the store refused. */
export function refusal(reason: Refusal, subject: string): Failure {
  switch (reason) {
    case 'alreadyExists':
      return refuse(`${subject} is there already.`);
    case 'notFound':
      return missing(subject);
    case 'invalidName':
      return failure('invalid', `${subject} is not a name that can be used.`);
    case 'overQuota':
    case 'tooBig':
    case 'hasChildren':
    case 'hasEmails':
    case 'noSuchEmail':
    case 'noSuchMailbox':
    case 'notAllowed':
    case 'stateMismatch':
      return refuse(`${subject}: that is not possible now (${reason}).`);
  }
}
