/** The three levels of errors (RFC 8620 §3.6): the whole request, one method call, one object of a /set. */
import type { z } from 'zod';
import type { SetError } from '#lib/jmap/types.ts';
import { log } from '#server/log/log.ts';
import type { StorageFault } from '#server/s3/s3-storage.ts';
import type { Refusal } from '#server/store/index.ts';

/** Ends the whole request as an HTTP error with problem details (RFC 7807). */
export class RequestError extends Error {
  readonly status: number;
  readonly problem: Record<string, unknown>;
  constructor(
    type: 'unknownCapability' | 'notJSON' | 'notRequest' | 'limit',
    detail: string,
    more: { limit?: string; status?: number } = {},
  ) {
    super(detail);
    this.status = more.status ?? 400;
    this.problem = {
      type: `urn:ietf:params:jmap:error:${type}`,
      status: this.status,
      detail,
      ...(more.limit === undefined ? {} : { limit: more.limit }),
    };
  }
}

export type MethodErrorType =
  | 'serverUnavailable'
  | 'serverFail'
  | 'unknownMethod'
  | 'invalidArguments'
  | 'invalidResultReference'
  | 'forbidden'
  | 'accountNotFound'
  | 'accountNotSupportedByMethod'
  | 'accountReadOnly'
  | 'requestTooLarge'
  | 'stateMismatch'
  | 'cannotCalculateChanges'
  | 'tooManyChanges'
  | 'overQuota'
  | 'anchorNotFound'
  | 'unsupportedSort'
  | 'unsupportedFilter'
  | 'fromAccountNotFound'
  | 'fromAccountNotSupportedByMethod'
  | 'unknownDataType';

/** Ends one method call with an `error` response. */
export class MethodError extends Error {
  readonly type: MethodErrorType;
  constructor(type: MethodErrorType, description?: string) {
    super(description ?? '');
    this.type = type;
  }
  toArguments(): Record<string, unknown> {
    return { type: this.type, ...(this.message ? { description: this.message } : {}) };
  }
}

/** RFC 8620 §3.6.2: the same call may succeed later. What the storage said is for the log. */
export function storageAway(error: StorageFault): MethodError {
  log.error('jmap: storage does not answer', { reason: error.message });
  return new MethodError('serverUnavailable', 'The storage of messages does not answer now: try again later.');
}

/** Refuses one object of a /set; thrown inside its handling, reported beside the others. */
export class SetRefusal extends Error {
  readonly error: SetError;
  constructor(type: string, more: Omit<SetError, 'type'> = {}) {
    super(type);
    this.error = { type, ...more };
  }
}

export const invalidProperties = (properties: string[], description?: string): SetRefusal =>
  new SetRefusal('invalidProperties', { properties, ...(description ? { description } : {}) });

/** The properties of an object that did not fit its shape. */
export const wrongProperties = (error: z.ZodError): string[] => [
  ...new Set(
    error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : issue.path.slice(0, 1).map(String),
    ),
  ),
];

/** What a client gives for an object, in its shape. Throws invalidProperties with the names of all that are wrong. */
export function shaped<Schema extends z.ZodType>(schema: Schema, given: unknown, description?: string): z.output<Schema> {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw invalidProperties(wrongProperties(parsed.error), description);
  return parsed.data;
}

/** What the store refused, as a SetError. Never called for `stateMismatch`, which ends the whole method. */
export function refusalOf(reason: Refusal): SetRefusal {
  switch (reason) {
    case 'noSuchMailbox':
      return invalidProperties(['mailboxIds'], 'There is no such mailbox.');
    case 'noSuchEmail':
    case 'notFound':
      return new SetRefusal('notFound');
    case 'overQuota':
      return new SetRefusal('overQuota', { description: 'The account is full.' });
    case 'alreadyExists':
      return new SetRefusal('alreadyExists');
    case 'hasChildren':
      return new SetRefusal('mailboxHasChild');
    case 'hasEmails':
      return new SetRefusal('mailboxHasEmail');
    case 'notAllowed':
      return new SetRefusal('forbidden');
    case 'tooBig':
      return new SetRefusal('tooLarge');
    case 'invalidName':
      return invalidProperties(['name'], 'This name cannot be used.');
    case 'stateMismatch':
      throw new MethodError('stateMismatch');
  }
}
