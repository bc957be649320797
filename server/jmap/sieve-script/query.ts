/** SieveScript/query (RFC 9661 §2.5), over the account's few scripts in memory. */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listScripts } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { queryArguments } from '../shapes.ts';
import { windowOf } from '../standard/window.ts';
import { toJmapScript, type JmapSieveScript } from './script-object.ts';

const operator = z.strictObject({ operator: z.enum(['AND', 'OR', 'NOT']), conditions: z.array(z.record(z.string(), z.unknown())) });
const condition = z.strictObject({ name: z.string().optional(), isActive: z.boolean().optional() });
type Matcher = (script: JmapSieveScript) => boolean;

export const sieveScriptQuery = method({
  name: 'SieveScript/query',
  capability: capability.sieve,
  args: queryArguments,
  async run({ accountId }, args) {
    const matches = matcherOf(args.filter ?? null);
    const compare = comparisonOf(args.sort ?? []);
    const state = await accountState(accountId);
    const found = (await listScripts(accountId)).map((script) => toJmapScript(accountId, script)).filter(matches);
    const all = found.sort(compare).map(({ id }) => id);
    const { position, ids } = windowOf(all, args);
    return {
      ...{ queryState: String(state), canCalculateChanges: false, position, ids },
      ...(args.calculateTotal ? { total: all.length } : {}),
    };
  },
});

function matcherOf(filter: Record<string, unknown> | null, depth = 0): Matcher {
  if (filter === null) return () => true;
  if (depth > 20) throw new MethodError('unsupportedFilter', 'The filter is nested too deeply.');
  if ('operator' in filter) {
    const parsed = operator.safeParse(filter);
    if (!parsed.success) throw new MethodError('invalidArguments', 'filter: the operator is not AND, OR or NOT with conditions.');
    const matchers = parsed.data.conditions.map((inner) => matcherOf(inner, depth + 1));
    switch (parsed.data.operator) {
      case 'AND':
        return (script) => matchers.every((matches) => matches(script));
      case 'OR':
        return (script) => matchers.some((matches) => matches(script));
      case 'NOT':
        return (script) => !matchers.some((matches) => matches(script));
    }
  }
  const unknown = Object.keys(filter).find((key) => !(key in condition.shape));
  if (unknown !== undefined) throw new MethodError('unsupportedFilter', `There is no condition "${unknown}".`);
  const parsed = condition.safeParse(filter);
  if (!parsed.success) throw new MethodError('invalidArguments', 'filter: a condition has the wrong type.');
  const { name, isActive } = parsed.data;
  return (script) =>
    (name === undefined || script.name.toLowerCase().includes(name.toLowerCase())) &&
    (isActive === undefined || script.isActive === isActive);
}

/** Booleans: false before true (RFC 8620 §5.5). The id last, so that the order is always the same. */
function comparisonOf(sort: readonly { property: string; isAscending?: boolean | undefined }[]) {
  for (const { property } of sort)
    if (property !== 'name' && property !== 'isActive') throw new MethodError('unsupportedSort', `There is no sorting by "${property}".`);
  const order = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  return (a: JmapSieveScript, b: JmapSieveScript): number => {
    for (const { property, isAscending = true } of sort) {
      const found = property === 'name' ? order(a.name.toLowerCase(), b.name.toLowerCase()) : order(Number(a.isActive), Number(b.isActive));
      if (found !== 0) return isAscending ? found : -found;
    }
    return order(a.id, b.id);
  };
}
