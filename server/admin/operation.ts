/**
 * An operation of administration. The table of them (operations.ts) is the one source of the HTTP API with its description, of the command
 * line and of the panel: what one of them can do, all can, and who may do it is decided here, not in pages.
 */
import type { z } from 'zod';
import type { Caller } from './caller.ts';
import type { AdminResult } from './result.ts';

/** `server`: only who administers the whole server. `own`: `run` shows or touches no more than the caller's domains. */
export type Touched = 'server' | 'own' | { domains: string[] };

export interface Operation<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodType = z.ZodType> {
  /** `object.verb`: the command line's words, and what the audit log says. */
  name: `${string}.${string}`;
  /** Names in braces are fields of the input. GET reads, everything else is written to the audit log. */
  http: `${'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'} /${string}`;
  /** One sentence. */
  summary: string;
  /** Fields that the command line takes without their name, in order; `…` behind the last one: as many as there are. */
  args?: readonly string[];
  input: Input;
  output: Output;
  touches(input: z.output<Input>): Touched | Promise<Touched>;
  run(caller: Caller, input: z.output<Input>): Promise<AdminResult<z.output<Output>>>;
}

/** Holds the types of input and output together. */
export const operation = <Input extends z.ZodObject, Output extends z.ZodType>(of: Operation<Input, Output>): Operation<Input, Output> =>
  of;

export const methodOf = ({ http }: Pick<Operation, 'http'>): string => http.slice(0, http.indexOf(' '));
export const pathOf = ({ http }: Pick<Operation, 'http'>): string => http.slice(http.indexOf(' ') + 1);
export const isRead = (of: Pick<Operation, 'http'>): boolean => methodOf(of) === 'GET';

/** What a key needs: `account:read`, `queue:write`, … */
export const scopeOf = (of: Pick<Operation, 'http' | 'name'>): string =>
  `${of.name.slice(0, of.name.indexOf('.'))}:${isRead(of) ? 'read' : 'write'}`;
