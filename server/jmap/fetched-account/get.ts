/** FetchedAccount/get, ours. */
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listFetched } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';
import { fetchedProperties, toJmapFetched } from './fetched-object.ts';

export const fetchedAccountGet = method({
  name: 'FetchedAccount/get',
  capability: capability.fetch,
  args: getArguments,
  async run({ accountId }, args) {
    const state = await accountState(accountId);
    const all = (await listFetched(accountId)).map((one) => ({ ...toJmapFetched(accountId, one) }));
    return { state: String(state), ...getFrom(all, args, fetchedProperties) };
  },
});
