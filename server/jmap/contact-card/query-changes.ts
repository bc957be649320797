/**
 * ContactCard/queryChanges (RFC 9610 §3.4). Everything that was touched is removed, and added again where it stands now
 * (RFC 8620 §5.6 allows ids in `removed` that were not there): right for every filter and sort, as they look at one contact alone.
 */
import { contactWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { contactQueryChanges } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { queryChangesArguments, readState } from '../shapes.ts';
import { compileContactFilter, compileContactSort } from './filter.ts';

export const contactCardQueryChanges = method({
  name: 'ContactCard/queryChanges',
  capability: capability.addressBooks,
  args: queryChangesArguments,
  async run({ accountId }, args) {
    const query = { filter: compileContactFilter(accountId, args.filter), sort: compileContactSort(args.sort) };
    const since = readState(args.sinceQueryState);
    const changes = since === undefined ? 'cannotCalculate' : await contactQueryChanges(accountId, query, since);
    if (changes === 'cannotCalculate') throw new MethodError('cannotCalculateChanges');
    const removed = [...changes.touched].map((cardId) => contactWireId(accountId, cardId));
    const added = changes.ids.flatMap((cardId, index) =>
      changes.touched.has(cardId) ? [{ id: contactWireId(accountId, cardId), index }] : [],
    );
    if (args.maxChanges != null && removed.length + added.length > args.maxChanges) throw new MethodError('tooManyChanges');
    return {
      oldQueryState: args.sinceQueryState,
      newQueryState: String(changes.state),
      ...(args.calculateTotal ? { total: changes.ids.length } : {}),
      removed,
      added,
    };
  },
});
