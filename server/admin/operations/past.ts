/** An account as it was at an earlier time. Nothing of the mail is shown; the owner sees who did it (Past/get of JMAP). */
import { z } from 'zod';
import * as store from '#server/store/index.ts';
import { operation } from '../operation.ts';
import { failure, refuse } from '../result.ts';
import { emailAddress, listOf, octets, time } from '../words.ts';
import { aboveCaller, ofAddress, withAccount } from './accounts.ts';

const folder = z.object({ name: z.string() });
const report = z.object({
  back: z.int().describe('Messages that are there again.'),
  moved: z.int().describe('Messages that are in other folders again.'),
  flagged: z.int().describe('Messages that have their former flags again.'),
  gone: z.int().describe('Messages that are no longer there.'),
  kept: z.int().describe('Messages that came since, and stay.'),
  bytes: octets.describe('By how much more storage is used.'),
  foldersBack: z.array(folder),
  foldersChanged: z.array(folder.extend({ was: z.string() })),
  foldersGone: z.array(folder),
});
export type RestoreReport = z.output<typeof report>;

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
  output: report.extend({ to: time, changed: z.boolean() }),
  touches: ofAddress,
  run: (caller, { email, to, dryRun, removeNew }) =>
    withAccount(email, async (account) => {
      if (aboveCaller(caller, account)) return failure('forbidden', 'This account administers more than you do.');
      const wish = { to: { at: to }, newGoes: removeNew };
      const done = dryRun ? await store.previewPutBack(account.accountId, wish) : await store.putBack(account.accountId, wish, caller.name);
      if (done.ok) return { ok: true, value: { ...done.value, to, changed: !dryRun && done.value.modseq !== done.value.before } };
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
  summary: 'Lists when an account was put back, to when, and by whom.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress }),
  output: listOf(
    report.omit({ foldersBack: true, foldersChanged: true, foldersGone: true }).extend({ at: time, by: z.string(), to: time }),
  ),
  touches: ofAddress,
  run: (_caller, { email }) =>
    withAccount(email, async ({ accountId }) => {
      const found = await store.listRestorations(accountId);
      return { ok: true, value: { items: found.map(({ at, actor, backTo, result }) => ({ ...result, at, by: actor, to: backTo })) } };
    }),
});
