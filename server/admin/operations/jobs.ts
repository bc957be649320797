/** Long work: what runs, how far it is, and its end. */
import { z } from 'zod';
import type { Caller } from '../caller.ts';
import * as store from '#server/store/index.ts';
import { operation, type Touched } from '../operation.ts';
import { done, missingThat, refuse, type AdminResult } from '../result.ts';
import { listOf, nothing, time } from '../words.ts';

export const jobShape = z.object({
  id: z.int(),
  kind: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed']),
  total: z.int(),
  done: z.int(),
  doing: z.string().nullable(),
  report: z.array(
    z.object({
      subject: z.string(),
      text: z.string(),
      problem: z.object({ code: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }).optional(),
    }),
  ),
  madeBy: z.string(),
  createdAt: time,
  finishedAt: time.nullable(),
});
export const jobOf = (job: store.Job) => ({ ...job, id: job.jobId });
/** Begins one: whoever asked gets its number and can watch it. */
export async function beginJob(
  { name, ip, domains }: Caller,
  kind: string,
  input: unknown,
  total: number,
): Promise<AdminResult<ReturnType<typeof jobOf>>> {
  return { ok: true, value: jobOf(await store.createJob({ kind, input, domains, total, madeBy: name, madeIp: ip ?? null })) };
}
const one = z.strictObject({ id: z.int().describe('Its number.') });

async function ofJob({ id }: { id: number }): Promise<Touched> {
  const job = await store.getJob(id);
  return job?.domains ? { domains: job.domains } : 'server';
}

export const jobList = operation({
  name: 'job.list',
  http: 'GET /jobs',
  summary: 'Lists long work, the newest first.',
  input: z.strictObject({ limit: z.int().min(1).max(200).default(50).describe('How many at most.') }),
  output: listOf(jobShape),
  touches: () => 'own',
  run: async ({ domains }, { limit }) => ({ ok: true, value: { items: (await store.listJobs({ domains, limit })).map(jobOf) } }),
});

export const jobGet = operation({
  name: 'job.get',
  http: 'GET /jobs/{id}',
  summary: 'Shows how far a long work is, and what it reports.',
  args: ['id'],
  input: one,
  output: jobShape,
  touches: ofJob,
  async run(_caller, { id }) {
    const job = await store.getJob(id);
    return job ? { ok: true, value: jobOf(job) } : missingThat('work');
  },
});

export const jobCancel = operation({
  name: 'job.cancel',
  http: 'POST /jobs/{id}/cancel',
  summary: 'Ends a long work after the step that is being done. What it did stays done.',
  args: ['id'],
  input: one,
  output: nothing,
  touches: ofJob,
  run: async (_caller, { id }) => ((await store.cancelJob(id)) ? done : refuse('endedAlready')),
});
