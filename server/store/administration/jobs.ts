/** Long work of administrators: one row each, worked by whichever process holds its lease, resumed by another when that one dies. */
import { rows } from '../database.ts';

export type JobState = 'waiting' | 'running' | 'done' | 'cancelled' | 'failed';
export interface JobNote {
  /** What it is about, such as a line of the file or an address. */
  subject: string;
  /** In English. */
  text: string;
  /** What the text says, for other languages: a code and its values. */
  problem?: { code: string; values: Record<string, string | number> };
}
export interface Job {
  jobId: number;
  kind: string;
  domains: string[] | null;
  state: JobState;
  total: number;
  done: number;
  report: JobNote[];
  /** What is being done; when it has ended, what came of it. */
  doing: string | null;
  cancel: boolean;
  madeBy: string;
  madeIp: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}
export interface ClaimedJob extends Job {
  input: unknown;
}
const columns = `job_id as "jobId", kind, domains, state, total, done, report, doing, cancel, made_by as "madeBy", made_ip as "madeIp",
  created_at as "createdAt", finished_at as "finishedAt"`;
const leaseSeconds = 30;
/** A file of ten thousand wrong lines is not worth ten thousand notes. */
const mostNotes = 500;

export async function createJob(wanted: {
  kind: string;
  input: unknown;
  domains: string[] | null;
  total: number;
  madeBy: string;
  madeIp: string | null;
}): Promise<Job> {
  const { kind, input, domains, total, madeBy, madeIp } = wanted;
  const [made] = await rows<Job>(
    `insert into admin_job (kind, input, domains, total, made_by, made_ip) values ($1, $2, $3, $4, $5, $6) returning ${columns}`,
    [kind, JSON.stringify(input), domains, total, madeBy, madeIp],
  );
  if (!made) throw new Error('the job was not written');
  return made;
}

/** Newest first; with `domains` only those that were begun for some of them. */
export function listJobs({ domains, limit }: { domains: string[] | null; limit: number }): Promise<Job[]> {
  return rows(`select ${columns} from admin_job where $1::text[] is null or domains <@ $1 order by job_id desc limit $2`, [domains, limit]);
}

export async function getJob(jobId: number): Promise<Job | null> {
  return (await rows<Job>(`select ${columns} from admin_job where job_id = $1`, [jobId]))[0] ?? null;
}

/** It ends after the step that is being done. False when it had ended. */
export async function cancelJob(jobId: number): Promise<boolean> {
  const found = await rows('update admin_job set cancel = true where job_id = $1 and finished_at is null returning 1', [jobId]);
  return found.length > 0;
}

/** The newest of these kinds that has not ended. */
export async function openJob(kinds: string[]): Promise<Job | null> {
  const text = `select ${columns} from admin_job where kind = any($1) and finished_at is null order by job_id desc limit 1`;
  return (await rows<Job>(text, [kinds]))[0] ?? null;
}

/** The oldest one of these kinds that nobody works on; null: of all kinds. */
export async function claimJob(kinds: string[] | null = null): Promise<ClaimedJob | null> {
  const [found] = await rows<ClaimedJob>(
    `update admin_job set state = 'running', lease_until = now() + $1 * interval '1 second'
     where job_id = (select job_id from admin_job where finished_at is null and (lease_until is null or lease_until < now())
         and ($2::text[] is null or kind = any($2))
       order by job_id limit 1 for update skip locked)
     returning ${columns}, input`,
    [leaseSeconds, kinds],
  );
  return found ?? null;
}

/** After each step. Tells whether it is to go on. */
export async function noteJobProgress(jobId: number, done: number, notes: JobNote[]): Promise<boolean> {
  const [found] = await rows<{ cancel: boolean }>(
    `update admin_job set done = $2, lease_until = now() + $4 * interval '1 second',
       report = case when jsonb_array_length(report) < ${mostNotes} then report || $3::jsonb else report end
     where job_id = $1 and finished_at is null returning cancel`,
    [jobId, done, JSON.stringify(notes), leaseSeconds],
  );
  return found !== undefined && !found.cancel;
}

/** While a step takes long: where it is, and the lease again. Tells whether it is to go on. */
export async function noteJobDoing(jobId: number, { doing, done, total }: JobDoing): Promise<boolean> {
  const [found] = await rows<{ cancel: boolean }>(
    `update admin_job set doing = coalesce($2, doing), done = coalesce($3, done), total = coalesce($4, total),
       lease_until = now() + $5 * interval '1 second'
     where job_id = $1 and finished_at is null returning cancel`,
    [jobId, doing ?? null, done ?? null, total ?? null, leaseSeconds],
  );
  return found !== undefined && !found.cancel;
}
export interface JobDoing {
  doing?: string | undefined;
  done?: number | undefined;
  total?: number | undefined;
}

/** What it was given may hold passwords: it goes. */
export async function finishJob(jobId: number, state: 'done' | 'cancelled' | 'failed', notes: JobNote[] = []): Promise<void> {
  await rows(
    `update admin_job set state = $2, finished_at = now(), lease_until = null, input = '{}', report = report || $3::jsonb where job_id = $1`,
    [jobId, state, JSON.stringify(notes)],
  );
}
