/** How the latest daily backup went, as the server's state keeps it. */
export interface LastBackup {
  /** Instants, ISO 8601. */
  begunAt: string;
  endedAt: string | null;
  /** Null when it went well, or goes on. */
  error: string | null;
  id: string | null;
  octets: number | null;
}
export const lastBackupKey = 'backup:last';

/** That a snapshot was restored into a scratch database and looked at. */
export interface BackupProof {
  id: string;
  at: string;
  rows: number;
  messages: number;
  faults: number;
}
export const backupProofKey = (id: string): string => `backup:proof:${id}`;
