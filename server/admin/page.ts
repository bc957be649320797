/** How pages and server actions of the panel come to operations: as the administrator who is signed in. */
import { notFound } from 'next/navigation';
import type { z } from 'zod';
import { requireUser, userOfPage } from '#server/auth/require.ts';
import { whereFrom } from '#server/auth/session.ts';
import { callerOf, type Caller } from './caller.ts';
import type { Operation } from './operation.ts';
import { perform } from './perform.ts';
import type { AdminResult } from './result.ts';

/** Whoever administers nothing need not know that there is something here. */
export async function callerOfPage(): Promise<Caller> {
  const user = await userOfPage('/admin');
  return (await callerOf(user, (await whereFrom()).remoteAddress)) ?? notFound();
}

/** What a page shows. Nothing of it for whom it is not. */
export async function ask<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: Operation<Input, Output>,
  input: z.input<Input>,
): Promise<z.output<Output>> {
  const result = await perform(operation, await callerOfPage(), input);
  if (result.ok) return result.value;
  if (result.code === 'notFound' || result.code === 'forbidden' || result.code === 'invalid') notFound();
  throw new Error(result.message);
}

/** What a form does. */
export async function act<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: Operation<Input, Output>,
  input: unknown,
): Promise<AdminResult<z.output<Output>>> {
  const { user, actor } = await requireUser();
  const caller = await callerOf(user, actor.ip);
  if (!caller) throw new Error('Only an administrator may do this.');
  return perform(operation, caller, input);
}
