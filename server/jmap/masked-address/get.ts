/** MaskedAddress/get, ours: the newest first. */
import { capability } from '#lib/jmap/capabilities.ts';
import { listMasks } from '#server/store/index.ts';
import { getMethod } from '../standard/get.ts';
import { maskProperties, toJmapMask } from './mask-object.ts';

export const maskedAddressGet = getMethod({
  name: 'MaskedAddress/get',
  capability: capability.masks,
  properties: maskProperties,
  read: async ({ accountId }) => (await listMasks(accountId)).map((mask) => toJmapMask(accountId, mask)),
});
