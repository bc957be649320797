/** Makes a backup where the settings say, and leaves how it went in the server's state: by itself each day, or when somebody asks. */
import { lastBackupKey, type LastBackup } from '#lib/admin/last-backup.ts';
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { exclusively, getServerState, setServerState } from '#server/store/index.ts';
import { backUp, type BackupReport, type BackupRequest, type Progress } from './back-up.ts';
import { backupSchedule } from './schedule.ts';
import { targetOf } from './target.ts';

interface Watch {
  tell?: BackupRequest['tell'];
  /** Aborted: it ends at the next step, and what stood in the state stands there again. */
  signal?: AbortSignal;
}

/** Null when another one is being made. Throws what went wrong, after it was noted. */
export function makeBackup(place: string, version: string, watch: Watch = {}, now = new Date()): Promise<BackupReport | null> {
  return exclusively('backup make', async () => {
    const settings = config();
    const before = await getServerState<LastBackup>(lastBackupKey);
    const begun: LastBackup = { begunAt: now.toISOString(), endedAt: null, error: null, id: null, octets: null };
    await setServerState(lastBackupKey, begun);
    const ended = (result: Partial<LastBackup>) =>
      setServerState(lastBackupKey, { ...begun, endedAt: new Date().toISOString(), ...result });
    try {
      const { keep } = await backupSchedule();
      const tell = (step: string, progress: Progress) => {
        watch.signal?.throwIfAborted();
        watch.tell?.(step, progress);
      };
      const report = await backUp({ target: targetOf(place, settings), dataDir: settings.dataDir, version, keep, tell });
      log.info('backup: made', { id: report.id, octets: report.messagesOctets, fresh: report.freshOctets, dropped: report.dropped.length });
      await ended({ id: report.id, octets: report.messagesOctets });
      return report;
    } catch (error) {
      if (watch.signal?.aborted) {
        await setServerState(lastBackupKey, before);
        throw error;
      }
      log.error('backup: failed', { reason: reasonOf(error) });
      await ended({ error: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  });
}
