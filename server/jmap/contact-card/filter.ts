/** The filter and the sort of ContactCard/query (RFC 9610 §3.3). */
import { z } from 'zod';
import { fold, searchableFields, type SearchableField } from '#lib/contacts/searchable.ts';
import { parseAddressBookWireId } from '#lib/ids.ts';
import { readSearchText } from '#lib/jmap/search-text.ts';
import type { ContactFilter, ContactSort } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { id, utcDate } from '../shapes.ts';
import { checkCollation } from '../standard/collation.ts';
import { readFilter } from '../standard/filter.ts';

const text = z.string().max(1000);
const fields = Object.fromEntries(searchableFields.map((field) => [field, text.optional()])) as Record<
  SearchableField,
  z.ZodOptional<typeof text>
>;
const condition = z.strictObject({
  inAddressBook: id.optional(),
  uid: z.string().optional(),
  hasMember: z.string().optional(),
  kind: z.string().optional(),
  createdBefore: utcDate.optional(),
  createdAfter: utcDate.optional(),
  updatedBefore: utcDate.optional(),
  updatedAfter: utcDate.optional(),
  ...fields,
});

export function compileContactFilter(accountId: number, filter: Record<string, unknown> | null | undefined): ContactFilter {
  return readFilter<typeof condition, ContactFilter>(filter, {
    condition,
    make: (given) => ({ and: conditions(accountId, given) }),
    all: (parts) => ({ and: parts }),
    any: (parts) => ({ or: parts }),
    not: (part) => ({ not: part }),
  });
}

function conditions(accountId: number, wanted: z.output<typeof condition>): ContactFilter[] {
  const all: ContactFilter[] = [];
  const { inAddressBook, uid, hasMember, kind, createdBefore, createdAfter, updatedBefore, updatedAfter } = wanted;
  if (inAddressBook !== undefined) all.push({ inAddressBook: parseAddressBookWireId(accountId, inAddressBook) ?? -1 });
  if (uid !== undefined) all.push({ uid: uid.replaceAll('\0', '') });
  if (hasMember !== undefined) all.push({ hasMember: hasMember.replaceAll('\0', '') });
  if (kind !== undefined) all.push({ kind: kind.replaceAll('\0', '') });
  if (createdBefore !== undefined) all.push({ created: { before: new Date(createdBefore) } });
  if (createdAfter !== undefined) all.push({ created: { from: new Date(createdAfter) } });
  if (updatedBefore !== undefined) all.push({ updated: { before: new Date(updatedBefore) } });
  if (updatedAfter !== undefined) all.push({ updated: { from: new Date(updatedAfter) } });
  for (const field of searchableFields) {
    const { words, phrases } = readSearchText(wanted[field] ?? '');
    for (const word of [...words, ...phrases].map(fold)) if (word) all.push({ field, text: word });
  }
  return all;
}

const sortable = ['created', 'updated', 'name/given', 'name/surname', 'name/surname2'] as const;

export function compileContactSort(
  sort: readonly { property: string; isAscending?: boolean | undefined; collation?: string | undefined }[] | null | undefined,
): ContactSort[] {
  return (sort ?? []).map(({ property, isAscending, collation }) => {
    const known = sortable.find((one) => one === property);
    if (!known) throw new MethodError('unsupportedSort', `Contacts are not sorted by "${property}".`);
    checkCollation(collation);
    return { property: known, ascending: isAscending ?? true };
  });
}
