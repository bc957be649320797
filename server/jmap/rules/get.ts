/** Rules/get, ours. */
import { capability } from '#lib/jmap/capabilities.ts';
import { namedMailboxes } from '#server/delivery/sieve/mailboxes.ts';
import { accountState, listScripts } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';
import { rulesProperties, toJmapRules } from './rules-object.ts';

export const rulesGet = method({
  name: 'Rules/get',
  capability: capability.rules,
  args: getArguments,
  async run({ accountId }, args) {
    const state = await accountState(accountId);
    const rules = toJmapRules(accountId, await listScripts(accountId), await namedMailboxes(accountId));
    return { state: String(state), ...getFrom([rules], args, rulesProperties) };
  },
});
