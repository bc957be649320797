/** Proves a backup: restored into a scratch database, every invariant checked, every message's hash made again. */
import { findFaults, verifyBlobs, type Finding } from '#server/store/index.ts';
import { restore, type RestoreReport, type RestoreRequest } from './restore.ts';

export interface VerifyReport extends RestoreReport {
  faults: Finding[];
}

/** The store must stand on a scratch database that nothing else uses. */
export async function verify(request: Omit<RestoreRequest, 'dataDir' | 'settle'>): Promise<VerifyReport> {
  let total = 2;
  const tell: typeof request.tell = (step, progress) => {
    total = progress.total;
    request.tell?.(step, progress);
  };
  const report = await restore({ ...request, tell, dataDir: null, settle: false });
  const faults: Finding[] = [];
  tell('check', { done: total - 2, total });
  for await (const fault of findFaults()) faults.push(fault);
  tell('hashes of all messages', { done: total - 1, total });
  for await (const fault of verifyBlobs()) faults.push(fault);
  return { ...report, faults };
}
