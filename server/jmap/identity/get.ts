/** Identity/get (RFC 8621 §6.1). */
import { capability } from '#lib/jmap/capabilities.ts';
import { listIdentities } from '#server/store/index.ts';
import { getMethod } from '../standard/get.ts';
import { identityProperties, toJmapIdentity } from './identity-object.ts';

export const identityGet = getMethod({
  name: 'Identity/get',
  capability: capability.submission,
  properties: identityProperties,
  read: async ({ accountId }) => (await listIdentities(accountId)).map((identity) => toJmapIdentity(accountId, identity)),
});
