/** The backup that runs by itself once a day, in one process of all machines. How it went stands in the server's state. */
import { dueBefore } from '#lib/admin/backup-schedule.ts';
import { lastBackupKey, type LastBackup } from '#lib/admin/last-backup.ts';
import { config } from '#server/config/config.ts';
import { startRounds } from '#server/log/rounds.ts';
import { exclusively, getServerState, setServerState } from '#server/store/index.ts';
import { makeBackup } from './make-backup.ts';
import { backupSchedule } from './schedule.ts';

/** Returns what stops the waiting, after the backup that is being made. */
export function startBackups(version: string, everyMs = 60_000): () => Promise<void> {
  const { backupTo } = config();
  if (backupTo === null) return () => Promise.resolve();
  return startRounds({ everyMs, complaint: 'backup: not made' }, () => exclusively('backup', () => runIfDue(backupTo, version)));
}

/** True when it was time, however it went. */
export async function runIfDue(place: string, version: string, now = new Date()): Promise<boolean> {
  const { on, at } = await backupSchedule();
  if (!on) return false;
  const last = await getServerState<LastBackup>(lastBackupKey);
  // A new installation makes its first one at the next time, not in the middle of being set up.
  if (last === null) {
    await setServerState(lastBackupKey, { begunAt: now.toISOString(), endedAt: null, error: null, id: null, octets: null });
    return false;
  }
  if (new Date(last.begunAt) >= dueBefore(now, at)) return false;
  await makeBackup(place, version, {}, now).catch(() => undefined); // it is in the log and in the state
  return true;
}
