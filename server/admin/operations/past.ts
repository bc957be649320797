/** An account as it was at an earlier time. Nothing of the mail is shown; the owner sees who did it (Past/get of JMAP). */
import { z } from 'zod';
import * as store from '#server/store/index.ts';
import { operation } from '../operation.ts';
import { refuse } from '../result.ts';
import { emailAddress, listOf, octets, time } from '../words.ts';
import { ofAddress, withAccount, withAccountBelow } from './accounts.ts';

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
    context.addIssue('Give a time such as 2026-11-20T09:00, or 90m, 2h or 3d for so long ago.');
    return z.NEVER;
  })
  .describe('A time such as 2026-11-20T09:00, or 90m, 2h or 3d for so long ago.');

export const accountRestore = operation({
  name: 'account.restore',
  http: 'POST /accounts/{email}/restore',
  summary: 'Puts the mail of an account back to how it was at a time; what came since stays.',
  args: ['email'],
  input: z.strictObject({
    email: emailAddress,
    to: moment,
    dryRun: z.boolean().default(false).describe('Only tells what would change.'),
    removeNew: z.boolean().default(false).describe('What came since goes as well.'),
  }),
  output: report.extend({ to: time, changed: z.boolean().describe('Whether anything is, or with dryRun would be, different.') }),
  touches: ofAddress,
  run: (caller, { email, to, dryRun, removeNew }) =>
    withAccountBelow(caller, email, async (account) => {
      const wish = { to: { at: to }, newGoes: removeNew };
      const done = dryRun ? await store.previewPutBack(account.accountId, wish) : await store.putBack(account.accountId, wish, caller.name);
      if (done.ok) return { ok: true, value: { ...countsOf(done.value), to, changed: done.value.modseq !== done.value.before } };
      if (done.reason === 'overQuota') return refuse(`${email} has not the room: raise the storage limit first (account edit).`);
      const reach = await store.pastReach(account.accountId);
      return refuse(
        `${email} can be put back to any time from ${reach?.toISOString() ?? 'now'} until now. UNDO_DAYS says how much is kept.`,
      );
    }),
});

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
