/** What an act of administration gives back: a value, or what is wrong, with a sentence for the person who asked. */
import type { z } from 'zod';
import type { Refusal } from '#server/store/contract.ts';
import { audit } from '#server/store/index.ts';
import { issueProblem } from './issue-problem.ts';
import { inEnglish, type Problem, type ProblemCode, type ProblemValues } from './problem.ts';

/** Which HTTP status it is, and what a program can decide by. */
export type FailureCode = 'invalid' | 'forbidden' | 'notFound' | 'conflict' | 'unavailable';
export interface InputIssue {
  field: string;
  message: string;
  problem: Problem;
}
export interface Failure {
  ok: false;
  code: FailureCode;
  /** In English; other languages have the problem. */
  message: string;
  problem: Problem;
  issues?: InputIssue[];
}
export type AdminResult<T = null> = { ok: true; value: T } | Failure;

/** Who acts: for the audit log. */
export interface Actor {
  name: string;
  ip?: string;
}

export const done: AdminResult = { ok: true, value: null };
export const failed = (code: FailureCode, problem: Problem): Failure => ({ ok: false, code, message: inEnglish(problem), problem });
export const failure = (code: FailureCode, problem: ProblemCode, values: ProblemValues = {}): Failure =>
  failed(code, { code: problem, values });
export const refuse = (problem: ProblemCode, values?: ProblemValues): Failure => failure('conflict', problem, values);
/** What stands somewhere else in words already, such as the reason of another server: it is told as it is. */
export const told = (code: FailureCode, detail: string): Failure => failure(code, 'told', { detail });

/** What is not called by a name of its own, or by more than that. */
type Unnamed = 'session' | 'mailbox' | 'page' | 'message' | 'key' | 'appPassword' | 'invitation' | 'webhook' | 'work' | 'account';
type Described = 'queued' | 'rule' | 'waiting';
export const missing = (name: string): Failure => failure('notFound', 'missing', { what: 'other', name });
export const missingThat = (what: Unnamed): Failure => failure('notFound', 'missing', { what, name: '' });
export const missingOf = (what: Described, name: string | number): Failure => failure('notFound', 'missing', { what, name });

export const notOurs = (domain: string): Failure => refuse('addFirst', { domain });

/** The checked input, or the first thing that is wrong with it. */
export function checked<T>(schema: z.ZodType<T>, input: unknown): AdminResult<T> {
  const result = schema.safeParse(input);
  return result.success ? { ok: true, value: result.data } : failed('invalid', issueProblem(result.error.issues[0]));
}

/** Written after the act, never with a password in it. */
export function record(actor: Actor, action: string, detail: Record<string, unknown>): Promise<void> {
  return audit(actor.name, action, detail, actor.ip);
}

/** What the store refused. */
export function refusal(reason: Refusal, name: string): Failure {
  switch (reason) {
    case 'alreadyExists':
      return refuse('there', { name });
    case 'notFound':
      return missing(name);
    case 'invalidName':
      return failure('invalid', 'badName', { name });
    case 'overQuota':
    case 'tooBig':
    case 'hasChildren':
    case 'hasEmails':
    case 'noSuchEmail':
    case 'noSuchMailbox':
    case 'notAllowed':
    case 'stateMismatch':
      return refuse('notPossible', { name, reason });
  }
}
