/** Mailbox/changes (RFC 8621 §2.2): says when only counts have changed. */
import { capability } from '#lib/jmap/capabilities.ts';
import { mailboxWireId } from '#lib/ids.ts';
import { mailboxChanges } from '#server/store/index.ts';
import { method } from '../method.ts';
import { changesOfShared } from '../shared/changes.ts';
import { changesArguments } from '../shapes.ts';
import { changesSince } from '../standard/changes.ts';
import { countProperties } from './mailbox-object.ts';

export const mailboxChangesMethod = method({
  name: 'Mailbox/changes',
  capability: capability.mail,
  args: changesArguments,
  sharing: true,
  async run({ accountId, shared }, { sinceState, maxChanges }) {
    if (shared) return { ...(await changesOfShared(accountId, sinceState)), updatedProperties: null };
    let onlyCounts = false;
    const changes = await changesSince(
      sinceState,
      (id) => mailboxWireId(accountId, id),
      async (since) => {
        const found = await mailboxChanges(accountId, since, maxChanges ?? undefined);
        if (found !== 'cannotCalculate') onlyCounts = found.updatedProperties === 'counts';
        return found;
      },
    );
    return { ...changes, updatedProperties: onlyCounts ? [...countProperties] : null };
  },
});
