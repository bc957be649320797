/**
 * Past/get, Past/preview and Past/restore, ours: the account as it was at an earlier time (`to`) or state (`toState`). Restoring is a change
 * like any other: /changes tells it, and `before` is the state to go back to when it is to be undone.
 */
import { z } from 'zod';
import { mailboxWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import type { Arguments } from '#lib/jmap/invocation.ts';
import { config } from '#server/config/config.ts';
import {
  listRestorations,
  pastReach,
  previewPutBack,
  putBack,
  type Outcome,
  type PutBackResult,
  type PutBackWish,
} from '#server/store/index.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { readState, utcDate } from '../shapes.ts';
import { getMethod } from '../standard/get.ts';

const wishArguments = { to: utcDate.nullish(), toState: z.string().nullish(), removeNew: z.boolean().default(false) };
type WishArguments = { to?: string | null | undefined; toState?: string | null | undefined; removeNew: boolean };

function wishOf({ to, toState, removeNew }: WishArguments): PutBackWish {
  if (typeof to === 'string') {
    if (typeof toState === 'string') throw new MethodError('invalidArguments', 'Give either to or toState.');
    return { to: { at: new Date(to) }, newGoes: removeNew };
  }
  const state = typeof toState === 'string' ? readState(toState) : undefined;
  if (state === undefined) throw new MethodError('invalidArguments', 'Give a time as to, or a state as toState.');
  return { to: { state }, newGoes: removeNew };
}

function taken(outcome: Outcome<PutBackResult>): PutBackResult {
  if (outcome.ok) return outcome.value;
  if (outcome.reason === 'overQuota') throw new MethodError('overQuota', 'What would come back is more than the account may hold.');
  throw new MethodError('invalidArguments', 'This time is to come, or further back than what is kept: see Past/get.');
}

function shown(accountId: number, result: PutBackResult): Arguments {
  const { modseq, before, foldersBack, foldersChanged, foldersGone, folders, ...counts } = result;
  const wire = <T extends { id: number }>(list: T[]) => list.map((one) => ({ ...one, id: mailboxWireId(accountId, one.id) }));
  return {
    ...counts,
    before: String(before),
    after: String(modseq),
    foldersBack: wire(foldersBack),
    foldersChanged: wire(foldersChanged),
    foldersGone: wire(foldersGone),
    folders: wire(folders),
  };
}

export const pastGet = getMethod({
  name: 'Past/get',
  capability: capability.past,
  properties: ['id', 'from', 'days', 'restorations'],
  async read({ accountId }) {
    const from = (await pastReach(accountId)) ?? new Date();
    const restorations = (await listRestorations(accountId)).map(({ at, actor, backTo, result }) => ({
      at: toUtcDate(at),
      by: actor,
      to: toUtcDate(backTo),
      ...shown(accountId, result),
    }));
    return [{ id: 'singleton', from: toUtcDate(from), days: config().undoDays, restorations }];
  },
});

export const pastPreview = method({
  name: 'Past/preview',
  capability: capability.past,
  args: wishArguments,
  async run({ accountId }, args) {
    return shown(accountId, taken(await previewPutBack(accountId, wishOf(args))));
  },
});

export const pastRestore = method({
  name: 'Past/restore',
  capability: capability.past,
  args: wishArguments,
  async run({ accountId, user }, args) {
    const result = taken(await putBack(accountId, wishOf(args), user.login));
    return { oldState: String(result.before), newState: String(result.modseq), ...shown(accountId, result) };
  },
});
