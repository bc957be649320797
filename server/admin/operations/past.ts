/** An account as it was at an earlier time. Nothing of the mail is shown; the owner sees who did it (Past/get of JMAP). */
import { z } from 'zod';
import * as store from '#server/store/index.ts';
import { operation } from '../operation.ts';
import { wrong } from '../problem.ts';
import { refuse, type Failure } from '../result.ts';
import { emailAddress, listOf, octets, time } from '../words.ts';
import type { Step } from '../jobs/step.ts';
import { ofAddress, withAccount, withAccountBelow } from './accounts.ts';
import { beginJob, jobShape } from './jobs.ts';

const report = z.object({
  back: z.int().describe('Messages that are there again.'),
  moved: z.int().describe('Messages that are in other folders again.'),
  flagged: z.int().describe('Messages that have their former flags again.'),
  gone: z.int().describe('Messages that are no longer there.'),
  kept: z.int().describe('Messages that came since, and stay.'),
  bytes: octets.describe('By how much more storage is used.'),
  foldersBack: z.int().describe('Folders that are there again.'),
  foldersChanged: z.int().describe('Folders that have their former name and place again.'),
  foldersGone: z.int().describe('Empty folders, made since, that go.'),
});
export type RestoreReport = z.output<typeof report>;

/** How much changes. How people call their folders is not for administrators. */
const countsOf = ({ foldersBack, foldersChanged, foldersGone, ...counts }: store.PutBackResult): RestoreReport => ({
  ...counts,
  foldersBack: foldersBack.length,
  foldersChanged: foldersChanged.length,
  foldersGone: foldersGone.length,
});

const units = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const moment = z
  .string()
  .trim()
  .transform((text, context) => {
    const ago = /^(\d{1,5})\s*([mhd])$/.exec(text);
    const at = ago
      ? new Date(Date.now() - Number(ago[1]) * units[ago[2] as keyof typeof units])
      : new Date(/^\d{4}-\d\d-\d\d( |T|$)/.test(text) ? text.replace(' ', 'T') : Number.NaN);
    if (!Number.isNaN(at.getTime())) return at;
    context.addIssue(wrong('moment'));
    return z.NEVER;
  })
  .describe('A time such as 2026-11-20T09:00, or 90m, 2h or 3d for so long ago.');

const wish = {
  email: emailAddress,
  to: moment,
  removeNew: z.boolean().default(false).describe('What came since goes as well.'),
};
const outOfReach = async (email: string, accountId: number): Promise<Failure> =>
  refuse('restoreReach', { email, from: (await store.pastReach(accountId))?.toISOString() ?? '–' });

export const accountRestorePreview = operation({
  name: 'account.restore-preview',
  http: 'POST /accounts/{email}/restore/preview',
  summary: 'Tells what putting the mail of an account back to a time would change.',
  args: ['email'],
  input: z.strictObject(wish),
  output: report.extend({ to: time, changed: z.boolean().describe('Whether anything would be different.') }),
  touches: ofAddress,
  run: (caller, { email, to, removeNew }) =>
    withAccountBelow(caller, email, async ({ accountId }) => {
      const seen = await store.previewPutBack(accountId, { to: { at: to }, newGoes: removeNew });
      if (seen.ok) return { ok: true, value: { ...countsOf(seen.value), to, changed: seen.value.modseq !== seen.value.before } };
      return seen.reason === 'overQuota' ? refuse('restoreRoom', { email }) : outOfReach(email, accountId);
    }),
});

export const accountRestore = operation({
  name: 'account.restore',
  http: 'POST /accounts/{email}/restore',
  summary: 'Puts the mail of an account back to how it was at a time; what came since stays. A long work: it answers with its number.',
  args: ['email'],
  input: z.strictObject(wish),
  output: jobShape,
  touches: ofAddress,
  run: (caller, { email, to, removeNew }) =>
    withAccountBelow(caller, email, async ({ accountId }) => {
      const reach = await store.pastReach(accountId);
      if (!reach || to < reach || to > new Date()) return outOfReach(email, accountId);
      return beginJob(caller, restoreKind, { email, to, removeNew }, 100);
    }),
});

export const restoreKind = 'account.restore';
const begun = z.object({ email: z.string(), to: z.coerce.date(), removeNew: z.boolean() });

/** The work itself. One change: ended before its end, it leaves the account as it was. */
export function restoreStep(input: unknown): Step {
  const { email, to, removeNew } = begun.parse(input);
  return {
    subject: email,
    vital: true,
    run: (caller, { signal, tell }) =>
      withAccountBelow(caller, email, async ({ accountId }) => {
        const share = (part: number) => tell({ done: Math.floor(100 * part), total: 100 });
        try {
          const done = await store.putBack(accountId, { to: { at: to }, newGoes: removeNew }, caller.name, { signal, tell: share });
          if (!done.ok) return done.reason === 'overQuota' ? refuse('restoreRoom', { email }) : await outOfReach(email, accountId);
          const { back, moved, flagged, gone } = done.value;
          tell({ done: 100, total: 100, doing: `${back} back, ${moved} moved, ${flagged} flagged, ${gone} gone` });
          return { ok: true, value: null };
        } catch (error) {
          if (signal.aborted) tell({ done: 0, doing: 'ended: nothing was changed' });
          throw error;
        }
      }),
  };
}

export const accountRestorations = operation({
  name: 'account.restorations',
  http: 'GET /accounts/{email}/restorations',
  summary: 'Lists when an account was put back, to when, and by whom, and how far back it can be put.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress }),
  output: listOf(report.extend({ at: time, by: z.string(), to: time })).extend({
    from: time.describe('The earliest time to which the account can be put back.'),
  }),
  touches: ofAddress,
  run: (_caller, { email }) =>
    withAccount(email, async ({ accountId }) => {
      const found = await store.listRestorations(accountId);
      const items = found.map(({ at, actor, backTo, result }) => ({ ...countsOf(result), at, by: actor, to: backTo }));
      return { ok: true, value: { items, from: (await store.pastReach(accountId)) ?? new Date() } };
    }),
});
