/** What an administrator must know before people ask. Each looks at one thing and gives a sentence, or null when all is well. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { lastBackupKey, type LastBackup } from '#lib/admin/last-backup.ts';
import { config } from '#server/config/config.ts';
import { getServerState, storageFault, storeFigures } from '#server/store/index.ts';

export interface AlertContext {
  now: Date;
  /** Log-ins that failed on this machine since the last look, some minutes ago. */
  failedLogIns: number;
  /** Octets of the disk of DATA_DIR. */
  disk: { free: number; total: number };
}
export const alertKinds = ['disk', 'storage', 'queue', 'certificate', 'logIns', 'backup'] as const;
export type AlertKind = (typeof alertKinds)[number];

const hour = 3_600_000;
const day = 24 * hour;
const gigabyte = 1024 ** 3;

export const conditions: Record<AlertKind, (context: AlertContext) => Promise<string | null>> = {
  disk: ({ disk: { free, total } }) =>
    Promise.resolve(
      free > 2 * gigabyte && (free / total > 0.05 || free > 10 * gigabyte)
        ? null
        : `The disk of ${config().dataDir} has ${(free / gigabyte).toFixed(1)} GB left. When it is full, no mail is taken any more.`,
    ),
  storage: async () => {
    const fault = await storageFault();
    return fault && `Messages that lie in S3 storage cannot be read, and mail that belongs there is not taken: ${fault.message}`;
  },
  queue: async () => {
    const { queue, oldestQueuedSeconds } = await storeFigures();
    if (oldestQueuedSeconds * 1000 < 4 * hour || queue.pending < 10) return null;
    return `${queue.pending} recipients wait in the queue, the oldest for ${Math.round(oldestQueuedSeconds / 3600)} hours: look at the last replies there.`;
  },
  certificate: async ({ now }) => {
    const { tlsCert } = config();
    if (!tlsCert) return null;
    const { validTo } = new X509Certificate(await readFile(tlsCert));
    const left = Date.parse(validTo) - now.getTime();
    if (left > 14 * day) return null;
    return left > 0
      ? `The certificate ends on ${validTo}: renew it, or mail programs and other servers will turn away.`
      : `The certificate has ended on ${validTo}.`;
  },
  logIns: ({ failedLogIns }) =>
    Promise.resolve(failedLogIns > 200 ? `${failedLogIns} log-ins failed within minutes: somebody tries passwords.` : null),
  backup: async ({ now }) => {
    if (config().backupTo === null) return null;
    const last = await getServerState<LastBackup>(lastBackupKey);
    if (!last) return null;
    if (last.error !== null) return `The backup of ${last.begunAt} failed: ${last.error.split('\n')[0] ?? ''}`;
    return now.getTime() - Date.parse(last.begunAt) > 2 * day ? `The last backup began on ${last.begunAt}: none was made since.` : null;
  },
};
