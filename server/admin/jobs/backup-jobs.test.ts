/** Backups as long work of an administrator: made, proven, ended in the middle, refused. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetConfig } from '#server/config/config.ts';
import { BackupFault } from '#server/backup/vault/vault.ts';
import { getJob, getServerState } from '#server/store/index.ts';
import { makeAccount } from '../../../test/harness/accounts.ts';
import type { Caller } from '../caller.ts';
import * as backups from '../operations/backups.ts';
import { jobCancel } from '../operations/jobs.ts';
import { perform } from '../perform.ts';
import { backupKinds, type Prove } from './backup-kinds.ts';
import { workOff } from './start-jobs.ts';

const chef: Caller = { name: 'chef@hamburger.edu', ip: '192.0.2.1', domains: null, scopes: null };
const place = `${mkdtempSync(path.join(tmpdir(), 'posthorn-panel-'))}/vault/`;
const whole: Prove = ({ snapshot = '' }, { tell }) => {
  tell({ doing: 'check', done: 3, total: 4 });
  return Promise.resolve({ id: snapshot, createdAt: '', rows: 12, blobs: 2, held: 0, faults: [] });
};
const kindsWith = (prove: Prove) => backupKinds({ version: '0.0.0', prove });
async function valueOf<T>(asked: Promise<{ ok: true; value: T } | { ok: false; message: string }>): Promise<T> {
  const answer = await asked;
  if (!answer.ok) throw new Error(answer.message);
  return answer.value;
}

beforeAll(async () => {
  process.env.BACKUP_TO = place;
  forgetConfig();
  await makeAccount('chef@hamburger.edu', 'very hungry');
});
afterAll(() => {
  delete process.env.BACKUP_TO;
  forgetConfig();
});

test('a backup that is asked for is made, listed and proven', async () => {
  const job = await valueOf(perform(backups.backupNow, chef, {}));
  expect(await perform(backups.backupNow, chef, {})).toMatchObject({ ok: false, message: 'A backup is being made already.' });
  expect(await valueOf(perform(backups.backupStatus, chef, {}))).toMatchObject({ place, underWay: { id: job.id, state: 'waiting' } });
  await workOff(undefined, kindsWith(whole));
  const ended = await getJob(job.id);
  expect(ended).toMatchObject({ state: 'done', report: [] });
  expect(ended?.done).toBe(ended?.total);
  expect(ended?.total).toBeGreaterThan(20); // a step for each table
  const { last, underWay } = await valueOf(perform(backups.backupStatus, chef, {}));
  expect(underWay).toBeNull();
  expect(last).toMatchObject({ error: null, endedAt: expect.any(Date) as Date });
  expect(ended?.doing).toContain(last?.id);
  const { items } = await valueOf(perform(backups.backupSnapshots, chef, {}));
  expect(items).toMatchObject([{ snapshot: last?.id, provenAt: null, faults: null }]);

  const proof = await valueOf(perform(backups.backupProve, chef, { snapshot: last?.id }));
  await workOff(undefined, kindsWith(whole));
  expect(await getJob(proof.id)).toMatchObject({ state: 'done', doing: `${last?.id}: 12 rows, 2 messages` });
  expect((await valueOf(perform(backups.backupSnapshots, chef, {}))).items).toMatchObject([
    { faults: 0, provenAt: expect.any(Date) as Date },
  ]);
});

test('a proof that is ended hears of it and leaves nothing; one that fails says why', async () => {
  const job = await valueOf(perform(backups.backupProve, chef, {}));
  const begun = Promise.withResolvers<void>();
  const slow: Prove = (_request, { signal }) => {
    begun.resolve();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('ended'))));
  };
  const working = workOff(undefined, kindsWith(slow));
  await begun.promise;
  await perform(jobCancel, chef, { id: job.id });
  await working;
  expect(await getJob(job.id)).toMatchObject({ state: 'cancelled', report: [] });

  const next = await valueOf(perform(backups.backupProve, chef, {}));
  await workOff(
    undefined,
    kindsWith(() => Promise.reject(new BackupFault('packs/1 is damaged.'))),
  );
  expect(await getJob(next.id)).toMatchObject({ state: 'failed', report: [{ text: 'packs/1 is damaged.' }] });
});

test('a place that cannot be written makes the work fail, and the state says so', async () => {
  process.env.BACKUP_TO = '/dev/null/nowhere/';
  forgetConfig();
  const job = await valueOf(perform(backups.backupNow, chef, {}));
  await workOff(undefined, kindsWith(whole));
  expect(await getJob(job.id)).toMatchObject({ state: 'failed', report: [{ text: expect.stringMatching(/nowhere|ENOTDIR/) as string }] });
  expect((await valueOf(perform(backups.backupStatus, chef, {}))).last?.error).toMatch(/nowhere|ENOTDIR/);
  process.env.BACKUP_TO = place;
  forgetConfig();
});

test('the schedule is an administrator’s, and nobody else’s', async () => {
  expect(await perform(backups.backupScheduleSet, chef, { at: '25:00', keep: 3 })).toMatchObject({ ok: false, code: 'invalid' });
  expect(await perform(backups.backupScheduleSet, { ...chef, domains: ['hamburger.edu'] }, { at: '04:00', keep: 3 })).toMatchObject({
    code: 'forbidden',
  });
  await valueOf(perform(backups.backupScheduleSet, chef, { on: false, at: '04:00', keep: 3 }));
  expect(await valueOf(perform(backups.backupStatus, chef, {}))).toMatchObject({
    next: null,
    schedule: { on: false, at: '04:00', keep: 3 },
  });
  expect(await getServerState('backup:schedule')).toEqual({ on: false, at: 240, keep: 3 });
});
