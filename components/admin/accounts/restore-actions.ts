'use server';
/** Putting an account back: what it would change, and its beginning. */
import type { z } from 'zod';
import { problemText } from '#components/admin/problem-text.ts';
import { accountRestore, accountRestorePreview } from '#server/admin/operations/past.ts';
import { act } from '#server/admin/page.ts';

interface RestoreWish {
  email: string;
  to: string;
  removeNew: boolean;
}
/** What putting an account back to a time would change: looking is in the audit log as well. */
export async function previewRestore(
  wish: RestoreWish,
): Promise<{ ok: true; report: z.output<typeof accountRestorePreview.output> } | { ok: false; message: string }> {
  const result = await act(accountRestorePreview, wish);
  return result.ok ? { ok: true, report: result.value } : { ok: false, message: await problemText(result) };
}
/** The change itself is a long work: its number. */
export async function beginRestore(wish: RestoreWish): Promise<{ ok: true; id: number } | { ok: false; message: string }> {
  const result = await act(accountRestore, wish);
  return result.ok ? { ok: true, id: result.value.id } : { ok: false, message: await problemText(result) };
}
