/** Thread/changes (RFC 8621 §3.2). */
import { capability } from '#lib/jmap/capabilities.ts';
import { threadWireId } from '#lib/ids.ts';
import { threadChanges } from '#server/store/index.ts';
import { method } from '../method.ts';
import { changesOfShared } from '../shared/changes.ts';
import { changesArguments } from '../shapes.ts';
import { changesSince } from '../standard/changes.ts';

export const threadChangesMethod = method({
  name: 'Thread/changes',
  capability: capability.mail,
  args: changesArguments,
  sharing: true,
  run: ({ accountId, shared }, { sinceState, maxChanges }) =>
    shared
      ? changesOfShared(accountId, sinceState)
      : changesSince(
          sinceState,
          (id) => threadWireId(accountId, id),
          (since) => threadChanges(accountId, since, maxChanges ?? undefined),
        ),
});
