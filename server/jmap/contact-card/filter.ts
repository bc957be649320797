/** The filter and the sort of ContactCard/query (RFC 9610 §3.3). */
import { z } from 'zod';
import { fold, searchableFields, type SearchableField } from '#lib/contacts/searchable.ts';
import { parseAddressBookWireId } from '#lib/ids.ts';
import { readSearchText } from '#lib/jmap/search-text.ts';
import type { ContactFilter, ContactSort } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { id, utcDate } from '../shapes.ts';
import { checkCollation } from '../standard/collation.ts';

const operator = z.strictObject({ operator: z.enum(['AND', 'OR', 'NOT']), conditions: z.array(z.record(z.string(), z.unknown())) });
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

export function compileContactFilter(accountId: number, filter: Record<string, unknown> | null | undefined, depth = 0): ContactFilter {
  if (!filter) return { and: [] };
  if (depth > 20) throw new MethodError('unsupportedFilter', 'The filter is nested too deeply.');
  if ('operator' in filter) {
    const parsed = operator.safeParse(filter);
    if (!parsed.success) throw new MethodError('invalidArguments', 'filter: the operator is not AND, OR or NOT with conditions.');
    const inner = parsed.data.conditions.map((one) => compileContactFilter(accountId, one, depth + 1));
    if (parsed.data.operator === 'AND') return { and: inner };
    return parsed.data.operator === 'OR' ? { or: inner } : { not: { or: inner } }; // RFC 8620 §5.5: NOT is none of them
  }
  const unknown = Object.keys(filter).find((key) => !(key in condition.shape));
  if (unknown !== undefined) throw new MethodError('unsupportedFilter', `There is no condition "${unknown}".`);
  const parsed = condition.safeParse(filter);
  if (!parsed.success) throw new MethodError('invalidArguments', 'filter: a condition has the wrong type.');
  return { and: conditions(accountId, parsed.data) };
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
