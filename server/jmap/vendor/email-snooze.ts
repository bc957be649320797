/** Email/snooze, ours: puts emails away until a time, or (until: null) takes them back. An Email tells its time as `snoozedUntil`. */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { emailWireId, parseEmailWireId } from '#lib/ids.ts';
import { accountState, snoozeEmails, unsnoozeEmails } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { utcDate } from '../shapes.ts';
import { idsToGet } from '../standard/get.ts';
import { OwnChanges } from '../standard/own-changes.ts';

const longestDays = 366 * 5;

export const emailSnooze = method({
  name: 'Email/snooze',
  capability: capability.snooze,
  args: { ids: z.array(z.string()), until: utcDate.nullable() },
  async run({ accountId }, { ids, until }) {
    const changes = new OwnChanges(await accountState(accountId));
    const wanted = idsToGet(ids) ?? [];
    const numbers = wanted.flatMap((id) => parseEmailWireId(accountId, id) ?? []);
    if (until !== null && Date.parse(until) > Date.now() + longestDays * 86_400_000)
      throw new MethodError('invalidArguments', 'until: an email is put away for five years at most.');
    const outcome = until === null ? await unsnoozeEmails(accountId, numbers) : await snoozeEmails(accountId, numbers, new Date(until));
    if (!outcome.ok) throw new MethodError('serverFail', `The emails could not be put away: ${outcome.reason}.`);
    changes.wrote(...outcome.value.own);
    const updated = outcome.value.emailIds.map((id) => emailWireId(accountId, id));
    return { ...changes.states, updated, notUpdated: wanted.filter((id) => !updated.includes(id)) };
  },
});
