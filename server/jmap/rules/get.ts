/** Rules/get, ours. */
import { capability } from '#lib/jmap/capabilities.ts';
import { namedMailboxes } from '#server/delivery/sieve/mailboxes.ts';
import { listScripts } from '#server/store/index.ts';
import { getMethod } from '../standard/get.ts';
import { rulesProperties, toJmapRules } from './rules-object.ts';

export const rulesGet = getMethod({
  name: 'Rules/get',
  capability: capability.rules,
  properties: rulesProperties,
  read: async ({ accountId }) => [toJmapRules(accountId, await listScripts(accountId), await namedMailboxes(accountId))],
});
