/** From the sort of Email/query (RFC 8621 §4.4.2) to the store's. */
import type { z } from 'zod';
import type { EmailSort } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import type { comparator } from '../shapes.ts';
import { checkCollation } from '../standard/collation.ts';

const byValue = new Set(['receivedAt', 'sentAt', 'size', 'from', 'to', 'subject']);
const byKeyword = new Set(['hasKeyword', 'allInThreadHaveKeyword', 'someInThreadHaveKeyword']);
const maxComparators = 8;

/** Newest first when nothing is asked for: the order that the store keeps. */
export function compileSort(sort: readonly z.output<typeof comparator>[] | null | undefined): EmailSort[] {
  if (!sort?.length) return [{ property: 'receivedAt', ascending: false }];
  if (sort.length > maxComparators) throw new MethodError('unsupportedSort', `At most ${maxComparators} comparators.`);
  return sort.map(({ property, isAscending, collation, keyword }) => {
    checkCollation(collation);
    const ascending = isAscending !== false;
    if (byValue.has(property)) return { property: property as EmailSort['property'], ascending };
    if (!byKeyword.has(property)) throw new MethodError('unsupportedSort', `Emails cannot be sorted by "${property}".`);
    if (typeof keyword !== 'string' || !keyword) throw new MethodError('invalidArguments', `sort: "${property}" needs a keyword.`);
    return { property: property as EmailSort['property'], ascending, keyword: keyword.toLowerCase() };
  });
}
