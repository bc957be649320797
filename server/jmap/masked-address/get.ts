/** MaskedAddress/get, ours: the newest first. */
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listMasks } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';
import { maskProperties, toJmapMask } from './mask-object.ts';

export const maskedAddressGet = method({
  name: 'MaskedAddress/get',
  capability: capability.masks,
  args: getArguments,
  async run({ accountId }, args) {
    const state = await accountState(accountId);
    const all = (await listMasks(accountId)).map((mask) => toJmapMask(accountId, mask));
    return { state: String(state), ...getFrom(all, args, maskProperties) };
  },
});
