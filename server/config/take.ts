/** How one setting is taken from the environment: read by its schema, or the fallback when it is not set. Throws WrongSetting. */
import type { z } from 'zod';

export type Take = <T>(name: string, schema: z.ZodType<T>, fallback: T) => T;
