/** Works off the long work of administrators, in one process at a time; what a process leaves behind when it dies, the next takes up. */
import { log, reasonOf } from '#server/log/log.ts';
import { startRounds } from '#server/log/rounds.ts';
import {
  claimJob,
  finishJob,
  forgetLoginFailures,
  noteJobDoing,
  noteJobProgress,
  type ClaimedJob,
  type JobDoing,
  type JobNote,
} from '#server/store/index.ts';
import type { Caller } from '../caller.ts';
import { failure, type Failure } from '../result.ts';
import { jobKinds, restoreKinds } from './kinds.ts';
import type { JobKinds, Step } from './step.ts';

const lookEveryMs = 1000;
const fault = failure('unavailable', 'workFault');
const noteOf = (subject: string, { message, problem }: Failure): JobNote => ({ subject, text: message, problem });

/**
 * `lengthy` are kinds that may take hours: they are worked off beside the others, which need not wait for them. Returns what stops it: after
 * the step that is being done.
 */
export function startJobs(lengthy: JobKinds = {}, everyMs = lookEveryMs): () => Promise<void> {
  const stopping = new AbortController();
  const complaint = 'jobs: the round failed';
  const stops = [
    ...[jobKinds, restoreKinds, lengthy].map((kinds) => startRounds({ everyMs, complaint }, () => workOff(stopping.signal, kinds))),
    startRounds({ everyMs: 86_400_000, complaint }, forgetLoginFailures),
  ];
  return async () => {
    stopping.abort();
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Until nothing of these kinds waits. */
export async function workOff(stopping?: AbortSignal, kinds: JobKinds = jobKinds): Promise<void> {
  for (;;) {
    if (stopping?.aborted) return;
    const job = await claimJob(Object.keys(kinds));
    if (!job) return;
    await work(job, kinds, stopping);
  }
}

async function work(job: ClaimedJob, kinds: JobKinds, stopping: AbortSignal | undefined): Promise<void> {
  const { jobId, kind, domains, madeBy, madeIp } = job;
  const caller: Caller = { name: madeBy, ...(madeIp && { ip: madeIp }), domains, scopes: null };
  try {
    const steps = kinds[kind]?.(job.input);
    if (!steps) return await finishJob(jobId, 'failed', [noteOf(kind, failure('unavailable', 'workUnknown'))]);
    // `done` says where it goes on: the step that was under way when a process died is done again, and finds what it did. One that is the
    // whole work counts in its own way, and begins anew.
    for (let at = steps.length === 1 ? 0 : job.done; at < steps.length; at++) {
      if (stopping?.aborted) return;
      const step = steps[at];
      if (!step) break;
      const { result, cancelled, doing } = await watched(jobId, step, caller, stopping);
      if (cancelled) return await finishJob(jobId, 'cancelled');
      if (stopping?.aborted && !result.ok && step.vital) return; // another process takes it up
      const notes = result.ok ? [] : [noteOf(step.subject, result)];
      if (!result.ok && step.vital) return await finishJob(jobId, 'failed', notes);
      if (!(await noteJobProgress(jobId, steps.length === 1 ? (doing.total ?? 1) : at + 1, notes)))
        return await finishJob(jobId, 'cancelled');
    }
    await finishJob(jobId, 'done');
  } catch (error) {
    if (stopping?.aborted) return;
    log.error('jobs: a work failed', { jobId, kind, reason: reasonOf(error) });
    await finishJob(jobId, 'failed', [noteOf(kind, fault)]);
  }
}

/** While it works, its lease is renewed and what it tells is written, and it is told when somebody wants it to end. */
async function watched(jobId: number, step: Step, caller: Caller, stopping: AbortSignal | undefined) {
  const cancel = new AbortController();
  const signal = stopping ? AbortSignal.any([cancel.signal, stopping]) : cancel.signal;
  let doing: JobDoing = {};
  let writing = Promise.resolve();
  const beat = () =>
    (writing = writing
      .then(() => noteJobDoing(jobId, doing))
      .then((goOn) => (goOn ? undefined : cancel.abort()))
      .catch((error: unknown) => log.error('jobs: progress was not written', { jobId, reason: reasonOf(error) })));
  const timer = setInterval(() => void beat(), lookEveryMs);
  try {
    const result = await step.run(caller, { signal, tell: (now) => (doing = { ...doing, ...now }) });
    return { result, cancelled: cancel.signal.aborted && !result.ok, doing };
  } catch (error) {
    if (!cancel.signal.aborted) throw error;
    return { result: fault, cancelled: true, doing };
  } finally {
    clearInterval(timer);
    await writing;
    if (doing.doing !== undefined) await noteJobDoing(jobId, doing);
  }
}
