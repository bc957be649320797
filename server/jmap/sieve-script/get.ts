/** SieveScript/get (RFC 9661 §2.3). */
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listScripts } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';
import { scriptProperties, toJmapScript } from './script-object.ts';

export const sieveScriptGet = method({
  name: 'SieveScript/get',
  capability: capability.sieve,
  args: getArguments,
  async run({ accountId }, args) {
    const state = await accountState(accountId);
    const all = (await listScripts(accountId)).map((script) => toJmapScript(accountId, script));
    return { state: String(state), ...getFrom(all, args, scriptProperties) };
  },
});
