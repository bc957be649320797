/** FetchedAccount/get, ours. */
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listFetched, listFolders } from '#server/store/index.ts';
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
    const all = await Promise.all(
      (await listFetched(accountId)).map(async (one) => ({
        ...toJmapFetched(accountId, one, one.folder === '*' ? await listFolders({ accountId, fetchId: one.fetchId }) : []),
      })),
    );
    return { state: String(state), ...getFrom(all, args, fetchedProperties) };
  },
});
