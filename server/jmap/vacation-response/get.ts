/** VacationResponse/get (RFC 8621 §8.1). */
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listScripts } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';
import { toJmapVacation, vacationProperties } from './vacation-object.ts';

export const vacationResponseGet = method({
  name: 'VacationResponse/get',
  capability: capability.vacation,
  args: getArguments,
  async run({ accountId }, args) {
    const state = await accountState(accountId);
    return { state: String(state), ...getFrom([toJmapVacation(await listScripts(accountId))], args, vacationProperties) };
  },
});
