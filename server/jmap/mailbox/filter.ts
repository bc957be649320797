/** The filter of Mailbox/query (RFC 8621 §2.3, RFC 8620 §5.5). */
import { z } from 'zod';
import type { JmapMailbox } from '#lib/jmap/types.ts';
import { MethodError } from '../errors.ts';
import { id } from '../shapes.ts';

const operator = z.strictObject({
  operator: z.enum(['AND', 'OR', 'NOT']),
  conditions: z.array(z.record(z.string(), z.unknown())),
});
const condition = z.strictObject({
  parentId: id.nullable().optional(),
  name: z.string().optional(),
  role: z.string().nullable().optional(),
  hasAnyRole: z.boolean().optional(),
  isSubscribed: z.boolean().optional(),
});

export type Matcher = (mailbox: JmapMailbox) => boolean;

/** Throws unsupportedFilter for a condition that we do not know, invalidArguments for one of a wrong type. */
export function mailboxMatcher(filter: Record<string, unknown> | null, depth = 0): Matcher {
  if (filter === null) return () => true;
  if (depth > 20) throw new MethodError('unsupportedFilter', 'The filter is nested too deeply.');
  if ('operator' in filter) {
    const parsed = operator.safeParse(filter);
    if (!parsed.success) throw new MethodError('invalidArguments', 'filter: the operator is not AND, OR or NOT with conditions.');
    const matchers = parsed.data.conditions.map((inner) => mailboxMatcher(inner, depth + 1));
    switch (parsed.data.operator) {
      case 'AND':
        return (mailbox) => matchers.every((matches) => matches(mailbox));
      case 'OR':
        return (mailbox) => matchers.some((matches) => matches(mailbox));
      case 'NOT':
        return (mailbox) => !matchers.some((matches) => matches(mailbox));
    }
  }
  const unknown = Object.keys(filter).find((key) => !(key in condition.shape));
  if (unknown !== undefined) throw new MethodError('unsupportedFilter', `There is no condition "${unknown}".`);
  const parsed = condition.safeParse(filter);
  if (!parsed.success) throw new MethodError('invalidArguments', 'filter: a condition has the wrong type.');
  const { parentId, name, role, hasAnyRole, isSubscribed } = parsed.data;
  return (mailbox) =>
    (parentId === undefined || mailbox.parentId === parentId) &&
    (name === undefined || mailbox.name.toLowerCase().includes(name.toLowerCase())) &&
    (role === undefined || mailbox.role === role) &&
    (hasAnyRole === undefined || (mailbox.role !== null) === hasAnyRole) &&
    (isSubscribed === undefined || mailbox.isSubscribed === isSubscribed);
}
