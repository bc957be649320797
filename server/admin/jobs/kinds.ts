/**
 * What long work there is. Most is steps that are done one by one: progress is the number of the step, and it can end between two. What is
 * one long step tells where it is, and hears when it is to end.
 */
import { z } from 'zod';
import type { Caller } from '../caller.ts';
import type { AdminResult } from '../result.ts';
import { perform } from '../perform.ts';
import {
  accountAdd,
  accountEdit,
  accountPassword,
  accountRemove,
  accountResume,
  accountSignOut,
  accountSuspend,
} from '../operations/accounts.ts';
import { restoreKind, restoreStep } from '../operations/past.ts';
import type { JobKinds } from './step.ts';

export const bulkActions = ['suspend', 'resume', 'remove', 'sign-out', 'quota'] as const;

export const accountRow = z.object({
  email: z.string(),
  name: z.string().optional(),
  password: z.string().optional(),
  quota: z.string().optional(),
});
const imported = z.object({ rows: z.array(accountRow), update: z.boolean() });
const bulk = z.object({ action: z.enum(bulkActions), emails: z.array(z.string()), quota: z.string().optional() });

/** Each step is an operation like any other: it asks whether whoever began the work may, with the domains that he had then. */
export const jobKinds: JobKinds = {
  'account.import': (input) => {
    const { rows, update } = imported.parse(input);
    return rows.map((row) => ({ subject: row.email, run: (caller) => importOne(caller, row, update) }));
  },
  'account.bulk': (input) => {
    const { action, emails, quota } = bulk.parse(input);
    const one = { suspend: accountSuspend, resume: accountResume, remove: accountRemove, 'sign-out': accountSignOut };
    return emails.map((email) => ({
      subject: email,
      run: (caller): Promise<AdminResult<unknown>> =>
        action === 'quota' ? perform(accountEdit, caller, { email, quota: quota ?? '' }) : perform(one[action], caller, { email }),
    }));
  },
};

/** Beside the others: one account waits, and a backup or a long import may take hours. */
export const restoreKinds: JobKinds = { [restoreKind]: (input) => [restoreStep(input)] };

async function importOne(caller: Caller, row: z.output<typeof accountRow>, update: boolean): Promise<AdminResult<unknown>> {
  const { email, name, password, quota } = row;
  const made = await perform(accountAdd, caller, { email, password: password ?? '', ...(name && { name }), ...(quota && { quota }) });
  // One that is there is brought up to date, when that was asked for.
  if (made.ok || !update || made.code === 'forbidden') return made;
  const edited = await perform(accountEdit, caller, { email, ...(name && { name }), ...(quota !== undefined && { quota }) });
  if (!edited.ok) return made.code === 'conflict' ? edited : made;
  return password ? perform(accountPassword, caller, { email, password }) : edited;
}
