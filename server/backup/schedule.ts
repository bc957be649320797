/** The schedule that counts: an administrator's, or that of the settings. All processes of all machines read the same. */
import { backupScheduleKey, type BackupSchedule } from '#lib/admin/backup-schedule.ts';
import { config } from '#server/config/config.ts';
import { getServerState, setServerState } from '#server/store/index.ts';

export async function backupSchedule(): Promise<BackupSchedule> {
  const { backupAt, backupKeep } = config();
  return (await getServerState<BackupSchedule>(backupScheduleKey)) ?? { on: true, at: backupAt, keep: backupKeep };
}

export const setBackupSchedule = (schedule: BackupSchedule): Promise<void> => setServerState(backupScheduleKey, schedule);
