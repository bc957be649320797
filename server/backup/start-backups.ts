/** The backup that runs by itself once a day, in one process of all machines. How it went stands in the server's state. */
import { lastBackupKey, type LastBackup } from '#lib/admin/last-backup.ts';
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { exclusively, getServerState, setServerState } from '#server/store/index.ts';
import { backUp } from './back-up.ts';
import { targetOf } from './target.ts';

/** When the latest one was due before `now`. */
export function dueBefore(now: Date, minutesOfDay: number): Date {
  const day = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  const today = new Date(day + minutesOfDay * 60_000);
  return today <= now ? today : new Date(today.getTime() - 86_400_000);
}

/** Returns what stops the waiting, after the backup that is being made. */
export function startBackups(version: string, everyMs = 60_000): () => Promise<void> {
  const { backupTo } = config();
  if (backupTo === null) return () => Promise.resolve();
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = exclusively('backup', () => runIfDue(backupTo, version))
      .catch((error: unknown) => log.error('backup: not made', { reason: reasonOf(error) }))
      .finally(() => (busy = false));
  }, everyMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

/** True when it was time, however it went. */
export async function runIfDue(place: string, version: string, now = new Date()): Promise<boolean> {
  const settings = config();
  const last = await getServerState<LastBackup>(lastBackupKey);
  const due = dueBefore(now, settings.backupAt);
  // A new installation makes its first one at the next time, not in the middle of being set up.
  if (last === null) {
    await setServerState(lastBackupKey, { begunAt: now.toISOString(), endedAt: null, error: null, id: null, octets: null });
    return false;
  }
  if (new Date(last.begunAt) >= due) return false;
  const begun: LastBackup = { begunAt: now.toISOString(), endedAt: null, error: null, id: null, octets: null };
  await setServerState(lastBackupKey, begun);
  try {
    const { dataDir, backupKeep } = settings;
    const report = await backUp({ target: targetOf(place, settings), dataDir, version, keep: backupKeep });
    log.info('backup: made', { id: report.id, octets: report.messagesOctets, fresh: report.freshOctets, dropped: report.dropped.length });
    await setServerState(lastBackupKey, { ...begun, endedAt: new Date().toISOString(), id: report.id, octets: report.messagesOctets });
  } catch (error) {
    log.error('backup: failed', { reason: reasonOf(error) });
    await setServerState(lastBackupKey, { ...begun, endedAt: new Date().toISOString(), error: reasonOf(error) });
  }
  return true;
}
