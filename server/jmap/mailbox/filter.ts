/** The filter of Mailbox/query (RFC 8621 §2.3). */
import { z } from 'zod';
import type { JmapMailbox } from '#lib/jmap/types.ts';
import { id } from '../shapes.ts';
import { matcherOf, type Matcher } from '../standard/filter.ts';

const condition = z.strictObject({
  parentId: id.nullable().optional(),
  name: z.string().optional(),
  role: z.string().nullable().optional(),
  hasAnyRole: z.boolean().optional(),
  isSubscribed: z.boolean().optional(),
});

export function mailboxMatcher(filter: Record<string, unknown> | null): Matcher<JmapMailbox> {
  return matcherOf(filter, condition, ({ parentId, name, role, hasAnyRole, isSubscribed }) => {
    return (mailbox) =>
      (parentId === undefined || mailbox.parentId === parentId) &&
      (name === undefined || mailbox.name.toLowerCase().includes(name.toLowerCase())) &&
      (role === undefined || mailbox.role === role) &&
      (hasAnyRole === undefined || (mailbox.role !== null) === hasAnyRole) &&
      (isSubscribed === undefined || mailbox.isSubscribed === isSubscribed);
  });
}
