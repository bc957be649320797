/** Identity/get (RFC 8621 §6.1). */
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listIdentities } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';
import { identityProperties, toJmapIdentity } from './identity-object.ts';

export const identityGet = method({
  name: 'Identity/get',
  capability: capability.submission,
  args: getArguments,
  async run({ accountId }, args) {
    const state = await accountState(accountId);
    const all = (await listIdentities(accountId)).map((identity) => toJmapIdentity(accountId, identity));
    return { state: String(state), ...getFrom(all, args, identityProperties) };
  },
});
