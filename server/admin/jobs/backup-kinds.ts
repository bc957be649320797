/** The work around backups: making one now, and proving one. Either may take hours. */
import { z } from 'zod';
import { backupProofKey, type BackupProof } from '#lib/admin/last-backup.ts';
import { config } from '#server/config/config.ts';
import type { Progress } from '#server/backup/back-up.ts';
import { makeBackup } from '#server/backup/make-backup.ts';
import type { VerifyReport } from '#server/backup/verify.ts';
import { BackupFault } from '#server/backup/vault/vault.ts';
import { setServerState } from '#server/store/index.ts';
import type { AdminResult } from '../result.ts';
import { failure, refuse, told } from '../result.ts';
import type { JobKinds, Watch } from './step.ts';

/** Restores a snapshot into a scratch database and looks at it there: in a process of its own, as the store of this one stands on the live one. */
export type Prove = (request: { place: string; snapshot: string | undefined }, watch: Watch) => Promise<VerifyReport>;

const proofInput = z.object({ snapshot: z.string().optional() });

export function backupKinds({ version, prove }: { version: string; prove: Prove }): JobKinds {
  return {
    'backup.now': () => [{ subject: 'backup', vital: true, run: (_caller, watch) => make(version, watch) }],
    'backup.prove': (input) => {
      const { snapshot } = proofInput.parse(input);
      return [{ subject: snapshot ?? 'backup', vital: true, run: (_caller, watch) => proven(prove, snapshot, watch) }];
    },
  };
}

async function make(version: string, { signal, tell }: Watch): Promise<AdminResult<unknown>> {
  const { backupTo } = config();
  if (backupTo === null) return failure('unavailable', 'noBackupPlace');
  let all = 1;
  const note = (step: string, { done, total, octets }: Progress) => {
    all = total;
    tell({ done, total, doing: octets === undefined ? step : `${step}: ${megabytes(octets)}` });
  };
  try {
    const report = await makeBackup(backupTo, version, { signal, tell: note });
    if (!report) return refuse('backupElsewhere');
    tell({ done: all, total: all, doing: `${report.id}: ${megabytes(report.messagesOctets)}, ${megabytes(report.freshOctets)} new` });
    return { ok: true, value: report };
  } catch (error) {
    signal.throwIfAborted();
    return told('unavailable', error instanceof Error ? error.message : String(error));
  }
}

async function proven(prove: Prove, snapshot: string | undefined, watch: Watch): Promise<AdminResult<unknown>> {
  const { backupTo } = config();
  if (backupTo === null) return failure('unavailable', 'noBackupPlace');
  try {
    const { id, rows, blobs, faults } = await prove({ place: backupTo, snapshot }, watch);
    const proof: BackupProof = { id, at: new Date().toISOString(), rows, messages: blobs, faults: faults.length };
    await setServerState(backupProofKey(id), proof);
    watch.tell({ done: 1, total: 1, doing: `${id}: ${rows} rows, ${blobs} messages` });
    if (faults.length === 0) return { ok: true, value: proof };
    return told('unavailable', faults.map(({ check, object, detail }) => [check, object, detail].filter(Boolean).join(' ')).join('; '));
  } catch (error) {
    watch.signal.throwIfAborted();
    if (error instanceof BackupFault) return told('unavailable', error.message);
    throw error;
  }
}

const megabytes = (octets: number) => `${(octets / 1e6).toFixed(1)} MB`;
