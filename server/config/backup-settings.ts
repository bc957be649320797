/** Settings of the backups that run by themselves. */
import { z } from 'zod';
import type { Take } from './take.ts';

export interface BackupSettings {
  /** A folder or `s3://bucket/prefix`; null: none is made by itself. */
  backupTo: string | null;
  /** Minutes after midnight, UTC. */
  backupAt: number;
  /** How many stay. */
  backupKeep: number;
  /** The passphrase, or the file whose first line it is. */
  backupPassphrase: string | null;
  backupPassphraseFile: string | null;
}

export function backupSettings(value: (name: string) => string | undefined, take: Take): BackupSettings {
  const time = z
    .string()
    .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, 'it must be a time of the day in UTC, such as 03:30')
    .transform((text) => text.split(':').reduce((sum, part) => sum * 60 + Number(part), 0));
  const count = z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'it must be a whole number from 1 to 9999')
    .transform(Number);
  return {
    backupTo: value('BACKUP_TO') ?? null,
    backupAt: take('BACKUP_AT', time, 210),
    backupKeep: take('BACKUP_KEEP', count, 14),
    backupPassphrase: value('BACKUP_PASSPHRASE') ?? null,
    backupPassphraseFile: value('BACKUP_PASSPHRASE_FILE') ?? null,
  };
}
