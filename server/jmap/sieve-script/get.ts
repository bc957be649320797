/** SieveScript/get (RFC 9661 §2.3). */
import { capability } from '#lib/jmap/capabilities.ts';
import { listScripts } from '#server/store/index.ts';
import { getMethod } from '../standard/get.ts';
import { scriptProperties, toJmapScript } from './script-object.ts';

export const sieveScriptGet = getMethod({
  name: 'SieveScript/get',
  capability: capability.sieve,
  properties: scriptProperties,
  read: async ({ accountId }) => (await listScripts(accountId)).map((script) => toJmapScript(accountId, script)),
});
