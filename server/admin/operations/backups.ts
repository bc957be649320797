/** Backups: where they go, what there is, and how the last one went; one made or proven now is a long work. */
import { z } from 'zod';
import { clockOf, minutesOf, nextBackup } from '#lib/admin/backup-schedule.ts';
import { backupProofKey, lastBackupKey, type BackupProof, type LastBackup } from '#lib/admin/last-backup.ts';
import { listSnapshots } from '#server/backup/list-snapshots.ts';
import { backupSchedule, setBackupSchedule } from '#server/backup/schedule.ts';
import { targetOf } from '#server/backup/target.ts';
import { BackupFault } from '#server/backup/vault/vault.ts';
import { config } from '#server/config/config.ts';
import { getServerState, openJob } from '#server/store/index.ts';
import { operation } from '../operation.ts';
import { wrong } from '../problem.ts';
import { done, failure, refuse } from '../result.ts';
import { listOf, nothing, octets, time } from '../words.ts';
import { beginJob, jobOf, jobShape } from './jobs.ts';

const kinds = ['backup.now', 'backup.prove'];
const nowhere = failure('unavailable', 'noBackupPlace');

export const backupStatus = operation({
  name: 'backup.status',
  http: 'GET /backup',
  summary: 'Shows where backups go, how the last one went, when the next is due, and what is under way.',
  input: z.strictObject({}),
  output: z.object({
    place: z.string().nullable(),
    enciphered: z.boolean(),
    schedule: z.object({ on: z.boolean(), at: z.string(), keep: z.int() }),
    next: time.nullable(),
    last: z.object({ begunAt: time, endedAt: time.nullable(), error: z.string().nullable(), id: z.string().nullable() }).nullable(),
    underWay: jobShape.nullable(),
  }),
  touches: () => 'server',
  async run() {
    const { backupTo, backupPassphrase, backupPassphraseFile } = config();
    const schedule = await backupSchedule();
    const [last, job] = await Promise.all([getServerState<LastBackup>(lastBackupKey), openJob(kinds)]);
    return {
      ok: true,
      value: {
        place: backupTo,
        enciphered: Boolean(backupPassphrase ?? backupPassphraseFile),
        schedule: { ...schedule, at: clockOf(schedule.at) },
        next: backupTo === null ? null : nextBackup(schedule, new Date()),
        last: last && {
          ...{ begunAt: new Date(last.begunAt), endedAt: last.endedAt === null ? null : new Date(last.endedAt) },
          ...{ error: last.error?.split('\n')[0] ?? null, id: last.id },
        },
        underWay: job && jobOf(job),
      },
    };
  },
});

export const backupSnapshots = operation({
  name: 'backup.snapshots',
  http: 'GET /backup/snapshots',
  summary: 'Lists the snapshots in the place of the backups, the newest first, and which of them were proven.',
  input: z.strictObject({ limit: z.int().min(1).max(100).default(30).describe('How many at most.') }),
  output: listOf(
    z.object({
      ...{ snapshot: z.string(), made: time, version: z.string(), messages: z.int(), octets },
      provenAt: time.nullable(),
      faults: z.int().nullable(),
    }),
  ),
  touches: () => 'server',
  async run(_caller, { limit }) {
    const settings = config();
    if (settings.backupTo === null) return { ok: true, value: { items: [] } };
    try {
      const found = await listSnapshots(targetOf(settings.backupTo, settings), limit);
      const items = found.reverse().map(async (row) => {
        const proof = await getServerState<BackupProof>(backupProofKey(row.snapshot));
        return { ...row, provenAt: proof ? new Date(proof.at) : null, faults: proof?.faults ?? null };
      });
      return { ok: true, value: { items: await Promise.all(items) } };
    } catch (error) {
      // Before the first one the place need not be there.
      if (error instanceof BackupFault && /is not there\.$|holds no backup/.test(error.message)) return { ok: true, value: { items: [] } };
      return failure('unavailable', 'backupUnreadable', { detail: error instanceof Error ? error.message : String(error) });
    }
  },
});

export const backupNow = operation({
  name: 'backup.now',
  http: 'POST /backup/now',
  summary: 'Makes a backup now. A long work: it answers with its number.',
  input: z.strictObject({}),
  output: jobShape,
  touches: () => 'server',
  async run(caller) {
    if (config().backupTo === null) return nowhere;
    if (await openJob(['backup.now'])) return refuse('backupRuns');
    return beginJob(caller, 'backup.now', {}, 1);
  },
});

export const backupProve = operation({
  name: 'backup.prove',
  http: 'POST /backup/prove',
  summary: 'Restores a snapshot into a scratch database and checks every message there. A long work: it answers with its number.',
  args: ['snapshot'],
  input: z.strictObject({ snapshot: z.string().regex(/^\w+$/).optional().describe('Its number; otherwise the newest.') }),
  output: jobShape,
  touches: () => 'server',
  async run(caller, { snapshot }) {
    if (config().backupTo === null) return nowhere;
    if (await openJob(['backup.prove'])) return refuse('proofRuns');
    return beginJob(caller, 'backup.prove', { snapshot }, 1);
  },
});

export const backupScheduleSet = operation({
  name: 'backup.schedule',
  http: 'PUT /backup/schedule',
  summary: 'Sets when a backup is made by itself each day, and how many snapshots stay.',
  input: z.strictObject({
    on: z.boolean().default(true).describe('False: none is made by itself.'),
    at: z
      .string()
      .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, wrong('timeOfDay'))
      .describe('A time of the day in UTC, such as 03:30.'),
    keep: z
      .int(wrong('keepWhole', { most: 9999 }))
      .min(1, wrong('keepOne'))
      .max(9999, wrong('keepWhole', { most: 9999 }))
      .describe('How many snapshots stay.'),
  }),
  output: nothing,
  touches: () => 'server',
  async run(_caller, { on, at, keep }) {
    await setBackupSchedule({ on, at: minutesOf(at), keep });
    return done;
  },
});
