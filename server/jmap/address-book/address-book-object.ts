/** AddressBook objects (RFC 9610 §2) and what may be written into them. */
import { z } from 'zod';
import { addressBookWireId } from '#lib/ids.ts';
import type { JmapAddressBook } from '#lib/jmap/types.ts';
import type { AddressBook } from '#server/store/index.ts';
import { invalidProperties, shaped } from '../errors.ts';

export const addressBookProperties = [...['id', 'name', 'description', 'sortOrder', 'isDefault', 'isSubscribed', 'shareWith', 'myRights']];

export function toJmapAddressBook(accountId: number, book: AddressBook): JmapAddressBook {
  const { bookId, name, description, sortOrder, isDefault, subscribed } = book;
  return {
    id: addressBookWireId(accountId, bookId),
    ...{ name, description, sortOrder, isDefault, isSubscribed: subscribed },
    shareWith: null, // RFC 9670 is not offered
    myRights: { mayRead: true, mayWrite: true, mayShare: false, mayDelete: !isDefault },
  };
}

const maxNameOctets = 255;
const writable = z.strictObject({
  name: z
    .string()
    .min(1)
    .regex(/^[^\p{Cc}]*$/u)
    .refine((name) => new TextEncoder().encode(name).length <= maxNameOctets)
    .optional(),
  description: z.string().max(10_000).nullable().optional(),
  sortOrder: z
    .number()
    .int()
    .min(0)
    .max(2 ** 31 - 1)
    .optional(),
  isSubscribed: z.boolean().optional(),
});
export interface AddressBookChange {
  name?: string | undefined;
  description?: string | null | undefined;
  sortOrder?: number | undefined;
  isSubscribed?: boolean | undefined;
}

/** RFC 8620 §5.3: what the server sets may be given as it is; `now` is the object as it stands, null when it is created. */
export function readAddressBookChange(given: Record<string, unknown>, now: JmapAddressBook | null): AddressBookChange {
  const rest: Record<string, unknown> = {};
  const fixed: string[] = [];
  for (const [property, value] of Object.entries(given)) {
    if (property in writable.shape) rest[property] = value;
    else if (property === 'shareWith' ? value !== null : !isSame(now?.[property as keyof JmapAddressBook], value)) fixed.push(property);
  }
  if (fixed.length > 0) throw invalidProperties(fixed, 'It cannot be set.');
  return shaped(writable, rest);
}

const isSame = (now: unknown, value: unknown): boolean => now !== undefined && JSON.stringify(now) === JSON.stringify(value);
