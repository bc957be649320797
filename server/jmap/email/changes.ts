/** Email/changes (RFC 8621 §4.3). */
import { capability } from '#lib/jmap/capabilities.ts';
import { emailWireId } from '#lib/ids.ts';
import { emailChanges } from '#server/store/index.ts';
import { method } from '../method.ts';
import { changesOfShared } from '../shared/changes.ts';
import { changesArguments } from '../shapes.ts';
import { changesSince } from '../standard/changes.ts';

export const emailChangesMethod = method({
  name: 'Email/changes',
  capability: capability.mail,
  args: changesArguments,
  sharing: true,
  run: ({ accountId, shared }, { sinceState, maxChanges }) =>
    shared
      ? changesOfShared(accountId, sinceState)
      : changesSince(
          sinceState,
          (id) => emailWireId(accountId, id),
          (since) => emailChanges(accountId, since, maxChanges ?? undefined),
        ),
});
