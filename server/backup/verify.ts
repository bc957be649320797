/** Proves a backup: restored into a scratch database, every invariant checked, every message's hash made again. */
import { findFaults, verifyBlobs, type Finding } from '#server/store/index.ts';
import { restore, type RestoreReport, type RestoreRequest } from './restore.ts';

export interface VerifyReport extends RestoreReport {
  faults: Finding[];
}

/** The store must stand on a scratch database that nothing else uses. */
export async function verify(request: Omit<RestoreRequest, 'dataDir' | 'settle'>): Promise<VerifyReport> {
  const report = await restore({ ...request, dataDir: null, settle: false });
  const faults: Finding[] = [];
  request.tell?.('check');
  for await (const fault of findFaults()) faults.push(fault);
  request.tell?.('hashes of all messages');
  for await (const fault of verifyBlobs()) faults.push(fault);
  return { ...report, faults };
}
