/**
 * BulkChange/set and /get, ours: one change of everything that a query finds, done by the server while the client watches how far it is.
 * `create` takes {filter, update} (a patch as in Email/set; with `keepIn`, the mailbox for what would be left in none) or {filter, destroyFrom} (out of this mailbox; destroyed if nowhere else);
 * `update` takes {undo: true}.
 */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { bulkWireId, parseBulkWireId, parseMailboxWireId } from '#lib/ids.ts';
import { beginBulk, bulkStates, runBulk, undoBulk, type BulkState, type BulkWork } from '#server/store/index.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import { readEmailChange } from '../email/email-change.ts';
import { compileFilter } from '../email/filter.ts';
import { method, type MethodContext } from '../method.ts';
import { object, setArguments } from '../shapes.ts';
import { getMethod } from '../standard/get.ts';
import { SetRun } from '../standard/set.ts';

const properties = ['id', 'state', 'total', 'done', 'reason', 'canUndo'];
const creation = z.strictObject({
  filter: object,
  update: object.optional(),
  destroyFrom: z.string().optional(),
  keepIn: z.string().optional(),
});

export const bulkChangeSet = method({
  name: 'BulkChange/set',
  capability: capability.bulk,
  args: setArguments,
  async run(context, args) {
    const run = await SetRun.begin(context, args);
    for (const one of args.destroy ?? []) run.notDestroyed[one] = { type: 'forbidden' };
    for (const [creationId, given] of Object.entries(args.create ?? {}))
      await run.attempt(run.notCreated, creationId, async () => {
        const parsed = creation.safeParse(given);
        if (!parsed.success) throw invalidProperties(Object.keys(given), 'It takes a filter, and either update or destroyFrom.');
        const work = await workOf(context, parsed.data);
        const bulkId = await beginBulk(context.accountId, compileFilter(context.accountId, parsed.data.filter), work);
        const [state] = await bulkStates(context.accountId, [bulkId]);
        start(bulkId);
        run.noteCreated(creationId, { ...shown(context.accountId, state) });
      });
    for (const [key, patch] of Object.entries(args.update ?? {}))
      await run.attempt(run.notUpdated, key, async () => {
        const bulkId = parseBulkWireId(context.accountId, key);
        if (bulkId === null) throw new SetRefusal('notFound');
        if (patch.undo !== true || Object.keys(patch).length !== 1) throw invalidProperties(Object.keys(patch), 'It takes {undo: true}.');
        if (!(await undoBulk(context.accountId, bulkId))) throw new SetRefusal('forbidden', { description: 'It cannot be undone.' });
        start(bulkId);
        run.updated[key] = null;
      });
    return run.response();
  },
});

export const bulkChangeGet = getMethod({
  name: 'BulkChange/get',
  capability: capability.bulk,
  properties,
  read: async ({ accountId }, ids) => {
    const numbers = (ids ?? []).flatMap((id) => parseBulkWireId(accountId, id) ?? []);
    return (await bulkStates(accountId, numbers)).map((state) => shown(accountId, state));
  },
});

const shown = (accountId: number, state: BulkState | undefined) => {
  if (!state) throw new SetRefusal('serverFail');
  const { bulkId, ...rest } = state;
  return { id: bulkWireId(accountId, bulkId), ...rest };
};

/** Not waited for: the answer goes out at once. If this process dies, another takes it up (store/snooze/wake-due.ts). */
function start(bulkId: number): void {
  runBulk(bulkId).catch((error: unknown) => log.error('bulk.failed', { bulkId, reason: reasonOf(error) }));
}

async function workOf(context: MethodContext, { update, destroyFrom, keepIn }: z.output<typeof creation>): Promise<BulkWork> {
  if ((update === undefined) === (destroyFrom === undefined))
    throw invalidProperties(['update', 'destroyFrom'], 'It takes one of the two.');
  if (destroyFrom !== undefined) {
    const mailboxId = parseMailboxWireId(context.accountId, destroyFrom);
    if (mailboxId === null) throw invalidProperties(['destroyFrom'], 'There is no such mailbox.');
    return { destroyFrom: mailboxId };
  }
  const change = await readEmailChange(context, 0, update ?? {});
  const { mailboxIds = { add: [], remove: [] }, keywords } = change;
  if ('set' in mailboxIds || (keywords && 'set' in keywords))
    throw invalidProperties(
      ['update'],
      'Name what is added and removed, such as {"mailboxIds/F1-2": true}: the emails differ in the rest.',
    );
  const keepInId = keepIn === undefined ? null : parseMailboxWireId(context.accountId, keepIn);
  if (keepIn !== undefined && keepInId === null) throw invalidProperties(['keepIn'], 'There is no such mailbox.');
  const none = { flags: 0, keywords: null };
  return {
    keepIn: keepInId,
    patch: {
      addMailboxes: mailboxIds.add,
      removeMailboxes: mailboxIds.remove,
      addKeywords: keywords?.add ?? none,
      removeKeywords: keywords?.remove ?? none,
    },
  };
}
