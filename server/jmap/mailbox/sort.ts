/** Sorting of Mailbox/query (RFC 8621 §2.3). The id decides between equals, so that the order is stable. */
import type { JmapMailbox } from '#lib/jmap/types.ts';
import { MethodError } from '../errors.ts';
import { checkCollation } from '../standard/collation.ts';

interface Comparator {
  property: string;
  isAscending?: boolean | undefined;
  collation?: string | undefined;
}
type Compare = (a: JmapMailbox, b: JmapMailbox) => number;

const properties: Record<string, Compare> = {
  sortOrder: (a, b) => a.sortOrder - b.sortOrder,
  name: (a, b) => compareText(a.name.toLowerCase(), b.name.toLowerCase()),
};

export function compareMailboxes(sort: readonly Comparator[]): Compare {
  const steps = sort.map(({ property, isAscending, collation }) => {
    const compare = properties[property];
    if (!compare) throw new MethodError('unsupportedSort', `Mailboxes cannot be sorted by "${property}".`);
    checkCollation(collation);
    return isAscending === false ? (a: JmapMailbox, b: JmapMailbox) => compare(b, a) : compare;
  });
  return (a, b) => {
    for (const step of steps) {
      const order = step(a, b);
      if (order !== 0) return order;
    }
    return compareText(a.id, b.id);
  };
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
