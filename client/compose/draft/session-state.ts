/** What a compose window shows of its draft, and what it needs for that. */
import type { AttachedFile } from './attachments.ts';
import type { JmapConnection } from '#client/jmap/connection.ts';
import type { Draft } from './draft.ts';
import type { SaveState } from './draft-saver.ts';
import type { DraftKeep } from './local-drafts.ts';
import type { ComposeContext } from '../mail-api.ts';

export interface SessionState {
  phase: 'loading' | 'ready' | 'sending' | 'broken';
  /** What went wrong, in words to show. */
  problem: string | null;
  draft: Draft;
  files: AttachedFile[];
  save: SaveState;
  context: ComposeContext | null;
  /** The version on the server. */
  savedId: string | null;
  /** Who has no key, when the letter would be encrypted by default. */
  withoutKey: string[];
}
export interface Sent {
  emailId: string;
  submissionId: string;
  to: string;
  holdSeconds: number;
  /** Sent later. */
  until: Date | null;
}
export interface SessionDependencies {
  connection: JmapConnection;
  now: () => Date;
  newId: () => string;
  /** This device's own copy, until the server has it. */
  keep?: DraftKeep;
  /** Whether the writer wants letters encrypted when they can be (crypto/default-protection.ts). */
  defaultProtection?: (emails: readonly string[], own: string) => Promise<{ wanted: boolean; missing: string[] }>;
}
