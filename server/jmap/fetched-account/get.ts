/** FetchedAccount/get, ours. */
import { capability } from '#lib/jmap/capabilities.ts';
import { listFetched, listFolders } from '#server/store/index.ts';
import { getMethod } from '../standard/get.ts';
import { fetchedProperties, toJmapFetched } from './fetched-object.ts';

export const fetchedAccountGet = getMethod({
  name: 'FetchedAccount/get',
  capability: capability.fetch,
  properties: fetchedProperties,
  read: async ({ accountId }) =>
    Promise.all(
      (await listFetched(accountId)).map(async (one) =>
        toJmapFetched(accountId, one, one.folder === '*' ? await listFolders({ accountId, fetchId: one.fetchId }) : []),
      ),
    ),
});
