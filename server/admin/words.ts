/** The schemas of what administrators type. Names are folded to lower case, as they are stored. */
import { z } from 'zod';
import { wrong } from './problem.ts';

export const domainName = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, wrong('domain'))
  .describe('A domain, such as hamburger.edu.');

export const emailAddress = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[^\s@<>(),;:"[\]]{1,64}@[a-z0-9.-]{1,253}$/, wrong('address'))
  .describe('An address, such as bob@hamburger.edu.');

/** Never in the audit log, and asked for on a terminal. */
const secrets = new WeakSet<z.ZodType>();
export function secret<T extends z.ZodType>(schema: T): T {
  secrets.add(schema);
  return schema;
}
export function isSecret(schema: z.ZodType | undefined): boolean {
  if (schema === undefined) return false;
  return secrets.has(schema) || (schema instanceof z.ZodOptional && isSecret(schema.unwrap() as z.ZodType));
}

/** NIST SP 800-63B §5.1.1: length is what counts. */
export const newPassword = secret(
  z
    .string()
    .min(8, wrong('passwordShort', { least: 8 }))
    .max(1000, wrong('passwordLong', { most: 1000 }))
    .describe('At least 8 characters.'),
);
/** For operations: the command line may set a shorter one (`checkPassword`). */
export const anyPassword = secret(
  z
    .string()
    .min(1, wrong('passwordMissing'))
    .max(1000, wrong('passwordLong', { most: 1000 }))
    .describe('At least 8 characters.'),
);

/** "5G", "500 MB", "none" or "" for no limit: octets. */
export const quota = z
  .string()
  .trim()
  .regex(/^(\d+(\.\d+)?\s*([kmgt]i?b?|b)?|none)?$/i, wrong('size'))
  .transform((text) => {
    if (text === '' || text.toLowerCase() === 'none') return null;
    const unit = /[kmgt]/i.exec(text)?.[0].toLowerCase() ?? '';
    return Math.round(parseFloat(text) * 1000 ** ' kmgt'.indexOf(unit || ' '));
  })
  .describe('A size, such as 5 GB or 500 MB; none for no limit.');

export const displayName = z
  .string()
  .trim()
  .max(200, wrong('nameLong', { most: 200 }))
  .describe('The name of the person.');
export const label = z
  .string()
  .trim()
  .min(1, wrong('nameMissing'))
  .max(100, wrong('nameLong', { most: 100 }));
export const pageSize = z.int().min(1).max(1000).default(100).describe('How many at most.');
export const search = z.string().trim().max(200).optional().describe('Only what contains this.');

// ---------- what answers are made of ----------
export const nothing = z.null();
export const time = z.date();
export const octets = z.int();
/** A page of a list; `next` is given to `after` for the page that follows. */
export const pageOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() });
export const listOf = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) });

export function paged<T>(found: T[], limit: number, keyOf: (item: T) => string): { items: T[]; next: string | null } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? keyOf(last) : null };
}
