/** CryptoKey/get, ours. */
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listCryptoKeys } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';
import { cryptoKeyObject, cryptoKeyProperties } from './crypto-key-object.ts';

export const cryptoKeyGet = method({
  name: 'CryptoKey/get',
  capability: capability.keys,
  args: getArguments,
  async run({ accountId }, args) {
    const state = await accountState(accountId);
    const keys = (await listCryptoKeys(accountId)).map(cryptoKeyObject);
    return { state: String(state), ...getFrom(keys, args, cryptoKeyProperties) };
  },
});
