/** Email/query (RFC 8621 §4.4). */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { emailWireId, parseEmailWireId } from '#lib/ids.ts';
import { queryEmails } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { maxQueryLimit } from '../limits.ts';
import { method } from '../method.ts';
import { queryArguments } from '../shapes.ts';
import { compileFilter } from './filter.ts';
import { compileSort } from './sort.ts';

export const emailQuery = method({
  name: 'Email/query',
  capability: capability.mail,
  args: { ...queryArguments, collapseThreads: z.boolean().nullish() },
  sharing: true,
  async run({ accountId, shared }, args) {
    const limit = Math.min(args.limit ?? maxQueryLimit, maxQueryLimit);
    const anchor = args.anchor == null ? undefined : parseEmailWireId(accountId, args.anchor);
    if (anchor === null) throw new MethodError('anchorNotFound');
    const filter = compileFilter(accountId, args.filter);
    const sort = compileSort(args.sort);
    // A thread may have emails that he does not see.
    if (shared && sort.some(({ property }) => property.endsWith('InThreadHaveKeyword'))) throw new MethodError('unsupportedSort');
    const result = await queryEmails(accountId, {
      filter: shared ? shared.scoped(filter) : filter,
      sort,
      collapseThreads: args.collapseThreads ?? false,
      position: args.position ?? 0,
      ...(anchor === undefined ? {} : { anchor, anchorOffset: args.anchorOffset ?? 0 }),
      limit,
      calculateTotal: args.calculateTotal ?? false,
    });
    if (result === 'anchorNotFound') throw new MethodError('anchorNotFound');
    return {
      queryState: String(result.state),
      canCalculateChanges: result.canCalculateChanges && !shared,
      position: result.position,
      ids: result.ids.map((id) => emailWireId(accountId, id)),
      ...(args.calculateTotal && result.total !== undefined ? { total: result.total } : {}),
      // RFC 8620 §5.5: said only when the limit is not the one that was asked for.
      ...(limit === args.limit || (args.limit == null && result.ids.length < limit) ? {} : { limit }),
    };
  },
});
