/**
 * Email/setByQuery, ours: one patch for everything that a filter finds ("select all 12,431"), without the ids going over the wire first.
 * The answer names what was changed, so that it can be undone by Email/set.
 */
import { capability } from '#lib/jmap/capabilities.ts';
import { emailWireId } from '#lib/ids.ts';
import { accountState, queryEmails, updateAlike } from '#server/store/index.ts';
import { MethodError, SetRefusal } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { object } from '../shapes.ts';
import { OwnChanges } from '../standard/own-changes.ts';
import { readEmailChange } from './email-change.ts';
import { compileFilter } from './filter.ts';

const most = 200_000;

export const emailSetByQuery = method({
  name: 'Email/setByQuery',
  capability: capability.settings,
  args: { filter: object.nullish(), update: object },
  async run(context, { filter, update }) {
    const { accountId } = context;
    const changes = new OwnChanges(await accountState(accountId));
    const found = await queryEmails(accountId, {
      filter: compileFilter(accountId, filter),
      sort: [{ property: 'receivedAt', ascending: false }],
      collapseThreads: false,
      position: 0,
      limit: most,
      calculateTotal: false,
    });
    const ids = found === 'anchorNotFound' ? [] : found.ids;
    const refused = await change(context, ids, update, changes);
    const updated = ids.filter((id) => !refused.has(id)).map((id) => emailWireId(accountId, id));
    return { ...changes.states, updated };
  },
});

/** The ids that could not be changed: mostly those gone in the meantime. */
async function change(context: MethodContext, ids: number[], patch: Record<string, unknown>, changes: OwnChanges): Promise<Set<number>> {
  const [first] = ids;
  if (first === undefined) return new Set();
  const same = await readEmailChange(context, first, patch).catch((error: unknown) => {
    if (error instanceof SetRefusal) throw new MethodError('invalidArguments', `update: ${error.error.description ?? error.error.type}`);
    throw error;
  });
  const outcome = await updateAlike(context.accountId, ids, same);
  if (!outcome.ok) throw new MethodError('invalidArguments', `update: ${outcome.reason}`);
  changes.wrote(...outcome.value.own);
  return new Set(outcome.value.refused.map(({ emailId }) => emailId));
}
