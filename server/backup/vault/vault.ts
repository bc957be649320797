/** Where a backup lies: whole objects of some megabytes under names with slashes. */
export interface Vault {
  /** Replaces what is there; done when it is durable. */
  put: (name: string, bytes: Buffer) => Promise<void>;
  /** Throws BackupFault when it is not there. */
  get: (name: string) => Promise<Buffer>;
  /** Names that begin so, in order. */
  list: (prefix: string) => Promise<string[]>;
  remove: (name: string) => Promise<void>;
  /** Ends the writing: before it, a single file does not stand under its name. */
  close: () => Promise<void>;
  /** Gives up what was written to a single file. */
  abandon?: () => Promise<void>;
}

/** Something that the person who makes or restores a backup can mend. */
export class BackupFault extends Error {}
