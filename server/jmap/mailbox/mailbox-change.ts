/** What of a Mailbox may be written (RFC 8621 §2, §2.5). */
import { z } from 'zod';
import type { JmapMailbox } from '#lib/jmap/types.ts';
import type { MailboxRole } from '#server/store/index.ts';
import { invalidProperties, SetRefusal, wrongProperties } from '../errors.ts';
import { idOrReference } from '../shapes.ts';
import { mailboxProperties } from './mailbox-object.ts';

const roles = ['inbox', 'drafts', 'sent', 'archive', 'junk', 'trash', 'snoozed', 'scheduled', 'templates'] as const satisfies MailboxRole[];
const writable = z.strictObject({
  // RFC 8621 §2: Net-Unicode of at least one character; 255 octets are our limit.
  name: z
    .string()
    .min(1)
    .regex(/^[^\p{Cc}]+$/u)
    .refine((name) => new TextEncoder().encode(name).length <= 255)
    .transform((name) => name.normalize('NFC'))
    .optional(),
  parentId: idOrReference.nullable().optional(),
  role: z.enum(roles).nullable().optional(),
  sortOrder: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
  isSubscribed: z.boolean().optional(),
  color: z
    .string()
    .max(32)
    .regex(/^[#\w-]*$/)
    .nullable()
    .optional(),
});
export type MailboxChange = { [K in keyof z.output<typeof writable>]?: Exclude<z.output<typeof writable>[K], undefined> };

/** `current`: what is there, so that properties of the server may be given as they are. Throws invalidProperties with all that are wrong. */
export function readMailboxChange(given: Record<string, unknown>, current: Partial<JmapMailbox>): MailboxChange {
  const rest: Record<string, unknown> = {};
  const wrong: string[] = [];
  for (const [property, value] of Object.entries(given)) {
    if (property.includes('/')) throw new SetRefusal('invalidPatch');
    if (property in writable.shape) rest[property] = value;
    else if (!isSame(current, property, value)) wrong.push(property);
  }
  const parsed = writable.safeParse(rest);
  if (!parsed.success) wrong.push(...wrongProperties(parsed.error));
  if (wrong.length > 0 || !parsed.success) throw invalidProperties([...new Set(wrong)]);
  return parsed.data as MailboxChange; // no property is there as undefined: it came from JSON
}

function isSame(current: Partial<JmapMailbox>, property: string, value: unknown): boolean {
  const known = mailboxProperties.find((name) => name === property);
  return known !== undefined && JSON.stringify(current[known]) === JSON.stringify(value);
}
