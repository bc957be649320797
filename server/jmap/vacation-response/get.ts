/** VacationResponse/get (RFC 8621 §8.1). */
import { capability } from '#lib/jmap/capabilities.ts';
import { listScripts } from '#server/store/index.ts';
import { getMethod } from '../standard/get.ts';
import { toJmapVacation, vacationProperties } from './vacation-object.ts';

export const vacationResponseGet = getMethod({
  name: 'VacationResponse/get',
  capability: capability.vacation,
  properties: vacationProperties,
  read: async ({ accountId }) => [toJmapVacation(await listScripts(accountId))],
});
