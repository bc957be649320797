/** CryptoKey/get, ours. */
import { capability } from '#lib/jmap/capabilities.ts';
import { listCryptoKeys } from '#server/store/index.ts';
import { getMethod } from '../standard/get.ts';
import { cryptoKeyObject, cryptoKeyProperties } from './crypto-key-object.ts';

export const cryptoKeyGet = getMethod({
  name: 'CryptoKey/get',
  capability: capability.keys,
  properties: cryptoKeyProperties,
  read: async ({ accountId }) => (await listCryptoKeys(accountId)).map(cryptoKeyObject),
});
