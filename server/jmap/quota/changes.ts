/** Quota/changes (RFC 9425 §4.3): says when only what is used has changed. */
import { capability } from '#lib/jmap/capabilities.ts';
import { changedTypes, objectChanges } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { changesArguments, readState } from '../shapes.ts';
import { objectType } from '../standard/object-type.ts';
import { quotaId, quotasOf } from './quota-object.ts';

export const quotaChanges = method({
  name: 'Quota/changes',
  capability: capability.quota,
  args: changesArguments,
  async run(context, { sinceState }) {
    const { accountId } = context;
    const since = readState(sinceState);
    const moved = since === undefined ? undefined : await changedTypes(accountId, since);
    const logged = since === undefined ? 'cannotCalculate' : await objectChanges(accountId, objectType.quota, since);
    if (!moved || 'unknown' in moved || logged === 'cannotCalculate') throw new MethodError('cannotCalculateChanges');
    const [created, updated, destroyed] = [logged.created, logged.updated, logged.destroyed].map((found) => found.length > 0);
    const isThere = (await quotasOf(context)).length > 0;
    const onlyUsed = isThere && moved.threads && !created && !updated;
    const ids = (told: boolean | undefined) => (told ? [quotaId(accountId)] : []);
    return {
      ...{ oldState: sinceState, newState: String(moved.state), hasMoreChanges: false },
      ...{ created: ids(created), updated: ids(updated || onlyUsed), destroyed: ids(destroyed) },
      updatedProperties: onlyUsed ? ['used'] : null,
    };
  },
});
