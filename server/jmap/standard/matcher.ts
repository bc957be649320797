/** Filters over objects that are all in memory (RFC 8620 §5.5): operators here, the conditions of a type with the type. */
import { z } from 'zod';
import { MethodError } from '../errors.ts';

export type Matcher<T> = (object: T) => boolean;

const operator = z.strictObject({
  operator: z.enum(['AND', 'OR', 'NOT']),
  conditions: z.array(z.record(z.string(), z.unknown())),
});
const maxDepth = 20;

/** Throws unsupportedFilter for a condition that the type does not have, invalidArguments for one of a wrong type. Null matches everything. */
export function matcherOf<T, Shape extends z.ZodObject>(
  filter: Record<string, unknown> | null,
  condition: Shape,
  matching: (condition: z.output<Shape>) => Matcher<T>,
  depth = 0,
): Matcher<T> {
  if (filter === null) return () => true;
  if (depth > maxDepth) throw new MethodError('unsupportedFilter', 'The filter is nested too deeply.');
  if ('operator' in filter) {
    const parsed = operator.safeParse(filter);
    if (!parsed.success) throw new MethodError('invalidArguments', 'filter: the operator is not AND, OR or NOT with conditions.');
    const matchers = parsed.data.conditions.map((inner) => matcherOf(inner, condition, matching, depth + 1));
    switch (parsed.data.operator) {
      case 'AND':
        return (object) => matchers.every((matches) => matches(object));
      case 'OR':
        return (object) => matchers.some((matches) => matches(object));
      case 'NOT': // none of them may match
        return (object) => !matchers.some((matches) => matches(object));
    }
  }
  const unknown = Object.keys(filter).find((key) => !(key in condition.shape));
  if (unknown !== undefined) throw new MethodError('unsupportedFilter', `There is no condition "${unknown}".`);
  const parsed = condition.safeParse(filter);
  if (!parsed.success)
    throw new MethodError('invalidArguments', `filter: ${String(parsed.error.issues[0]?.path[0])} is of the wrong type.`);
  return matching(parsed.data);
}
