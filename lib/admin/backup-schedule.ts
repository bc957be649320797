/** When backups are made by themselves: what the settings say, unless an administrator said otherwise. */
export interface BackupSchedule {
  on: boolean;
  /** Minutes after midnight, UTC. */
  at: number;
  /** How many snapshots stay. */
  keep: number;
}
export const backupScheduleKey = 'backup:schedule';

const dayMs = 86_400_000;

/** When the latest one was due before `now`. */
export function dueBefore(now: Date, minutesOfDay: number): Date {
  const today = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()) + minutesOfDay * 60_000);
  return today <= now ? today : new Date(today.getTime() - dayMs);
}

/** Null: none is made by itself. */
export function nextBackup({ on, at }: BackupSchedule, now: Date): Date | null {
  return on ? new Date(dueBefore(now, at).getTime() + dayMs) : null;
}

/** 210 is `03:30`. */
export const clockOf = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
export const minutesOf = (clock: string): number => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0);
