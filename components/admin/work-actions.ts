'use server';
/** How far a long work is, and ending it, for a page that waits for it. */
import { revalidatePath } from 'next/cache';
import { jobCancel, jobGet } from '#server/admin/operations/jobs.ts';
import { act } from '#server/admin/page.ts';
import type { JobState } from './job-state.tsx';
import { problemTeller, problemText } from './problem-text.ts';

export interface WorkState {
  state: JobState;
  /** From 0 to 1. */
  share: number;
  /** What went wrong. */
  problems: string[];
}
export async function workState(id: number): Promise<WorkState> {
  const result = await act(jobGet, { id });
  if (!result.ok) return { state: 'failed', share: 0, problems: [await problemText(result)] };
  const { state, done, total, report, finishedAt } = result.value;
  if (finishedAt) revalidatePath('/admin', 'layout');
  const tell = await problemTeller();
  return { state, share: done / Math.max(1, total), problems: report.map(({ text: message, problem }) => tell({ message, problem })) };
}
export async function endWork(id: number): Promise<void> {
  await act(jobCancel, { id }); // one that has ended meanwhile is what was wanted
}
