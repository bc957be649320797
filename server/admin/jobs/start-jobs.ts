/** Works off the long work of administrators, in one process at a time; what a process leaves behind when it dies, the next takes up. */
import { log, reasonOf } from '#server/log/log.ts';
import { claimJob, finishJob, forgetLoginFailures, noteJobProgress, type ClaimedJob } from '#server/store/index.ts';
import type { Caller } from '../caller.ts';
import { jobKinds } from './kinds.ts';

const lookEveryMs = 1000;

/** Returns what stops it: after the step that is being done. */
export function startJobs(everyMs = lookEveryMs): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const stopping = new AbortController();
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = workOff(stopping.signal)
      .catch((error: unknown) => log.error('jobs: the round failed', { reason: reasonOf(error) }))
      .finally(() => (busy = false));
  }, everyMs);
  timer.unref();
  const daily = setInterval(() => void forgetLoginFailures().catch(() => undefined), 86_400_000);
  daily.unref();
  return async () => {
    clearInterval(timer);
    clearInterval(daily);
    stopping.abort();
    await running;
  };
}

/** Until nothing waits. */
export async function workOff(stopping?: AbortSignal): Promise<void> {
  for (;;) {
    if (stopping?.aborted) return;
    const job = await claimJob();
    if (!job) return;
    await work(job, stopping);
  }
}

async function work(job: ClaimedJob, stopping: AbortSignal | undefined): Promise<void> {
  const { jobId, kind, domains, madeBy, madeIp } = job;
  const caller: Caller = { name: madeBy, ...(madeIp && { ip: madeIp }), domains, scopes: null };
  try {
    const steps = jobKinds[kind]?.(job.input);
    if (!steps) return await finishJob(jobId, 'failed', [{ subject: kind, text: 'This work is not known here.' }]);
    // `done` says where it goes on: the step that was under way when a process died is done again, and finds what it did.
    for (let at = job.done; at < steps.length; at++) {
      if (stopping?.aborted) return;
      const step = steps[at];
      const result = await step?.run(caller);
      const notes = result && step && !result.ok ? [{ subject: step.subject, text: result.message }] : [];
      if (!(await noteJobProgress(jobId, at + 1, notes))) return await finishJob(jobId, 'cancelled');
    }
    await finishJob(jobId, 'done');
  } catch (error) {
    log.error('jobs: a work failed', { jobId, kind, reason: reasonOf(error) });
    await finishJob(jobId, 'failed', [{ subject: kind, text: 'It ended by a fault of the server. The log says which.' }]);
  }
}
