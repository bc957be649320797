/** Email/queryChanges (RFC 8621 §4.5). */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { emailWireId, parseEmailWireId } from '#lib/ids.ts';
import { queryChanges } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { queryChangesArguments, readState } from '../shapes.ts';
import { compileFilter } from './filter.ts';
import { compileSort } from './sort.ts';

export const emailQueryChanges = method({
  name: 'Email/queryChanges',
  capability: capability.mail,
  args: { ...queryChangesArguments, collapseThreads: z.boolean().nullish() },
  sharing: true,
  async run({ accountId, shared }, args) {
    if (shared) throw new MethodError('cannotCalculateChanges');
    const filter = compileFilter(accountId, args.filter);
    const sort = compileSort(args.sort);
    const since = readState(args.sinceQueryState);
    if (since === undefined) throw new MethodError('cannotCalculateChanges');
    const upTo = args.upToId == null ? undefined : (parseEmailWireId(accountId, args.upToId) ?? undefined);
    const collapse = args.collapseThreads ?? false;
    const changes = await queryChanges(accountId, filter, sort, collapse, since, upTo, args.maxChanges ?? undefined);
    if (changes === 'cannotCalculate') throw new MethodError('cannotCalculateChanges');
    if (changes === 'tooManyChanges') throw new MethodError('tooManyChanges');
    return {
      oldQueryState: args.sinceQueryState,
      newQueryState: String(changes.newState),
      ...(args.calculateTotal ? { total: changes.total } : {}),
      removed: changes.removed.map((id) => emailWireId(accountId, id)),
      added: changes.added.map(({ id, index }) => ({ id: emailWireId(accountId, id), index })),
    };
  },
});
