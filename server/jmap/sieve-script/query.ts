/** SieveScript/query (RFC 9661 §2.5), over the account's few scripts in memory. */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listScripts } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { queryArguments } from '../shapes.ts';
import { checkCollation } from '../standard/collation.ts';
import { matcherOf, type Matcher } from '../standard/filter.ts';
import { answerQuery } from '../standard/window.ts';
import { toJmapScript, type JmapSieveScript } from './script-object.ts';

const condition = z.strictObject({ name: z.string().optional(), isActive: z.boolean().optional() });

export const sieveScriptQuery = method({
  name: 'SieveScript/query',
  capability: capability.sieve,
  args: queryArguments,
  async run({ accountId }, args) {
    const matches = matcher(args.filter ?? null);
    const compare = comparisonOf(args.sort ?? []);
    const state = await accountState(accountId);
    const found = (await listScripts(accountId)).map((script) => toJmapScript(accountId, script)).filter(matches);
    const all = found.sort(compare).map(({ id }) => id);
    return answerQuery(state, all, args);
  },
});

function matcher(filter: Record<string, unknown> | null): Matcher<JmapSieveScript> {
  return matcherOf(filter, condition, ({ name, isActive }) => {
    return (script) =>
      (name === undefined || script.name.toLowerCase().includes(name.toLowerCase())) &&
      (isActive === undefined || script.isActive === isActive);
  });
}

/** Booleans: false before true (RFC 8620 §5.5). The id last, so that the order is always the same. */
function comparisonOf(sort: readonly { property: string; isAscending?: boolean | undefined; collation?: string | undefined }[]) {
  for (const { property, collation } of sort) {
    if (property !== 'name' && property !== 'isActive') throw new MethodError('unsupportedSort', `There is no sorting by "${property}".`);
    checkCollation(collation);
  }
  const order = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  return (a: JmapSieveScript, b: JmapSieveScript): number => {
    for (const { property, isAscending = true } of sort) {
      const found = property === 'name' ? order(a.name.toLowerCase(), b.name.toLowerCase()) : order(Number(a.isActive), Number(b.isActive));
      if (found !== 0) return isAscending ? found : -found;
    }
    return order(a.id, b.id);
  };
}
