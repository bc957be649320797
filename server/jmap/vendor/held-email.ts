/**
 * HeldEmail/get and /set, ours: mail to this account that is kept back for an administrator, with why. A user can destroy it, which asks
 * nobody; only an administrator releases it.
 */
import { heldWireId, parseHeldWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { forsakeQuarantined, listQuarantined } from '#server/store/index.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { SetRefusal } from '../errors.ts';
import { method } from '../method.ts';
import { setArguments } from '../shapes.ts';
import { getMethod } from '../standard/get.ts';
import { SetRun } from '../standard/set.ts';

const properties = ['id', 'receivedAt', 'expiresAt', 'from', 'to', 'subject', 'size', 'score', 'reasons'];

export const heldEmailGet = getMethod({
  name: 'HeldEmail/get',
  capability: capability.junk,
  properties,
  read: async ({ accountId }) =>
    (await listQuarantined({ accountId })).map((one) => ({
      id: heldWireId(accountId, one.quarantineId),
      ...{ receivedAt: toUtcDate(one.at), expiresAt: toUtcDate(one.expiresAt), from: one.author || one.mailFrom },
      ...{ to: one.rcpts, subject: one.subject, size: one.size, score: one.score, reasons: one.reasons },
    })),
});

export const heldEmailSet = method({
  name: 'HeldEmail/set',
  capability: capability.junk,
  args: setArguments,
  async run(context, args) {
    const run = await SetRun.begin(context, args);
    for (const creationId of Object.keys(args.create ?? {})) run.notCreated[creationId] = { type: 'forbidden' };
    for (const id of Object.keys(args.update ?? {})) run.notUpdated[id] = { type: 'forbidden' };
    for (const id of args.destroy ?? [])
      await run.attempt(run.notDestroyed, id, async () => {
        const held = parseHeldWireId(context.accountId, id);
        if (held === null || !(await forsakeQuarantined(held, context.accountId))) throw new SetRefusal('notFound');
        run.destroyed.push(id);
      });
    return run.response();
  },
});
