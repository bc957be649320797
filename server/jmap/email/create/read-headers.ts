/** The header fields of an Email or EmailBodyPart that is to be made (RFC 8621 §4.6). */
import { z } from 'zod';
import { convenience, isConvenience, readHeaderProperty, type HeaderForm } from '#lib/jmap/header-property.ts';
import type { BlueprintHeader } from './blueprint.ts';

/** Nothing in a header may begin a new line by itself: that would be another header field. */
const line = z
  .string()
  .max(100_000)
  .regex(/^[^\r\n\0]*$/);
/** Raw values may be folded as they are (RFC 5322 §2.2.3). */
const folded = z
  .string()
  .max(100_000)
  .regex(/^(?:[^\r\n\0]|\r\n[ \t])*$/);
const address = z.strictObject({ name: line.nullish(), email: line });
const shapes: Record<HeaderForm, z.ZodType> = {
  Raw: folded,
  Text: line,
  Addresses: z.array(address).max(10_000),
  GroupedAddresses: z.array(z.strictObject({ name: line.nullish(), addresses: z.array(address) })).max(1000),
  MessageIds: z.array(line.regex(/^[^<>\s]+$/)).max(1000),
  Date: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/)
    .refine((text) => !Number.isNaN(Date.parse(text))),
  URLs: z.array(line.regex(/^[^<>\s]+$/)).max(100),
};

/**
 * Takes the headers out of `given`; `rest` are the other properties. Properties that are null stand for no header. `wrong` names those of
 * a wrong form or type, and those that say the same header twice.
 */
export function readHeaders(given: Record<string, unknown>): {
  headers: BlueprintHeader[];
  rest: Record<string, unknown>;
  wrong: string[];
} {
  const headers: BlueprintHeader[] = [];
  const rest: Record<string, unknown> = {};
  const wrong: string[] = [];
  const seen = new Set<string>();
  for (const [property, value] of Object.entries(given)) {
    const name = isConvenience(property) ? convenience[property] : property;
    if (!name.startsWith('header:')) {
      rest[property] = value;
      continue;
    }
    const header = readHeaderProperty(name);
    if (!header || seen.has(header.field)) {
      wrong.push(property);
      continue;
    }
    seen.add(header.field);
    if (value === null) continue;
    const values = header.all ? (Array.isArray(value) ? (value as unknown[]) : undefined) : [value];
    if (!values?.every((one) => shapes[header.form].safeParse(one).success)) wrong.push(property);
    else
      for (const one of values) {
        if (Array.isArray(one) && one.length === 0) continue; // an empty list is no header
        headers.push({ name: header.name, form: header.form, value: one });
      }
  }
  return { headers, rest, wrong };
}
