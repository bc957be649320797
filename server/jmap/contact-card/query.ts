/** ContactCard/query (RFC 9610 §3.3). */
import { contactWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { queryContacts } from '#server/store/index.ts';
import { maxQueryLimit } from '../limits.ts';
import { method } from '../method.ts';
import { queryArguments } from '../shapes.ts';
import { windowOf } from '../standard/window.ts';
import { compileContactFilter, compileContactSort } from './filter.ts';

export const contactCardQuery = method({
  name: 'ContactCard/query',
  capability: capability.addressBooks,
  args: queryArguments,
  async run({ accountId }, args) {
    const filter = compileContactFilter(accountId, args.filter);
    const { ids: numbers, state } = await queryContacts(accountId, { filter, sort: compileContactSort(args.sort) });
    const limit = Math.min(args.limit ?? maxQueryLimit, maxQueryLimit);
    const all = numbers.map((cardId) => contactWireId(accountId, cardId));
    const { position, ids } = windowOf(all, { ...args, limit });
    return {
      queryState: String(state),
      canCalculateChanges: true,
      position,
      ids,
      ...(args.calculateTotal ? { total: all.length } : {}),
      ...(limit === args.limit || (args.limit == null && ids.length < limit) ? {} : { limit }),
    };
  },
});
