/** Quota/query (RFC 9425 §4.4). */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { queryArguments } from '../shapes.ts';
import { checkCollation } from '../standard/collation.ts';
import { matcherOf } from '../standard/filter.ts';
import { answerQuery } from '../standard/window.ts';
import { quotasOf, type JmapQuota } from './quota-object.ts';

const condition = z.strictObject({
  name: z.string().optional(),
  scope: z.string().optional(),
  resourceType: z.string().optional(),
  type: z.string().optional(),
});

export const quotaQuery = method({
  name: 'Quota/query',
  capability: capability.quota,
  args: queryArguments,
  async run(context, args) {
    const matches = matcherOf<JmapQuota, typeof condition>(args.filter ?? null, condition, ({ name, scope, resourceType, type }) => {
      return (quota) =>
        (name === undefined || quota.name.includes(name)) &&
        (scope === undefined || quota.scope === scope) &&
        (resourceType === undefined || quota.resourceType === resourceType) &&
        (type === undefined || quota.types.includes(type));
    });
    // There is never more than one: what it would be sorted by need only be a property that there is.
    for (const { property, collation } of args.sort ?? []) {
      if (property !== 'name' && property !== 'used') throw new MethodError('unsupportedSort', `Quotas cannot be sorted by "${property}".`);
      checkCollation(collation);
    }
    const state = await accountState(context.accountId);
    const found = (await quotasOf(context)).filter(matches).map(({ id }) => id);
    return answerQuery(state, found, args);
  },
});
