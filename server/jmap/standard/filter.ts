/** Filters (RFC 8620 §5.5): operators are read here, the conditions of a type with the type. */
import { z } from 'zod';
import { MethodError } from '../errors.ts';

const operator = z.strictObject({
  operator: z.enum(['AND', 'OR', 'NOT']),
  conditions: z.array(z.record(z.string(), z.unknown())),
});
/** Each condition is a piece of a query, or is asked of every object. */
const most = { depth: 20, conditions: 200 };

/** What a filter becomes. `any` of none matches nothing, `all` of none everything. */
export interface FilterMaker<Shape extends z.ZodObject, Made> {
  condition: Shape;
  make: (condition: z.output<Shape>) => Made;
  all: (parts: Made[]) => Made;
  any: (parts: Made[]) => Made;
  not: (part: Made) => Made;
}

/** Throws unsupportedFilter for a condition that the type does not have, invalidArguments for one of a wrong type. No filter is all of none. */
export function readFilter<Shape extends z.ZodObject, Made>(
  filter: Record<string, unknown> | null | undefined,
  maker: FilterMaker<Shape, Made>,
): Made {
  return filter ? read(filter, maker, { left: most.conditions }, 0) : maker.all([]);
}

function read<Shape extends z.ZodObject, Made>(
  filter: Record<string, unknown>,
  maker: FilterMaker<Shape, Made>,
  budget: { left: number },
  depth: number,
): Made {
  if (depth > most.depth || budget.left-- <= 0) throw new MethodError('unsupportedFilter', 'The filter is too large.');
  if ('operator' in filter) {
    const parsed = operator.safeParse(filter);
    if (!parsed.success) throw new MethodError('invalidArguments', 'filter: the operator is not AND, OR or NOT with conditions.');
    const parts = parsed.data.conditions.map((one) => read(one, maker, budget, depth + 1));
    switch (parsed.data.operator) {
      case 'AND':
        return maker.all(parts);
      case 'OR':
        return maker.any(parts);
      case 'NOT': // none of them may match
        return maker.not(maker.any(parts));
    }
  }
  const unknown = Object.keys(filter).find((key) => !(key in maker.condition.shape));
  if (unknown !== undefined) throw new MethodError('unsupportedFilter', `There is no condition "${unknown}".`);
  const parsed = maker.condition.safeParse(filter);
  if (!parsed.success)
    throw new MethodError('invalidArguments', `filter: ${String(parsed.error.issues[0]?.path[0])} is of the wrong type.`);
  return maker.make(parsed.data);
}

export type Matcher<T> = (object: T) => boolean;

/** Of objects that are all in memory. */
export function matcherOf<T, Shape extends z.ZodObject>(
  filter: Record<string, unknown> | null | undefined,
  condition: Shape,
  make: (condition: z.output<Shape>) => Matcher<T>,
): Matcher<T> {
  return readFilter<Shape, Matcher<T>>(filter, {
    condition,
    make,
    all: (parts) => (object) => parts.every((matches) => matches(object)),
    any: (parts) => (object) => parts.some((matches) => matches(object)),
    not: (part) => (object) => !part(object),
  });
}
