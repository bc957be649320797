/** What every command of `commands/` is: one file, one of these. */
import type { Cursor } from '#lib/imap/wire/cursor.ts';
import type { Reply } from './reply.ts';
import type { Session, State } from './session.ts';

export interface Command {
  /** Where it is allowed. */
  states: readonly State[];
  /** What may be told before its tagged reply. `look` also asks the store without a hint. Default: all. */
  updates?: 'all' | 'look' | 'noExpunge' | 'none';
  /** It answers by what the session knows of its mailbox: what changed elsewhere is taken in before, but for EXPUNGE. */
  fresh?: boolean;
  /** It may take long while nothing is said: the client is told that it lives (RFC 9585). */
  slow?: boolean;
  /** Reads its arguments (the cursor stands behind the name), acts, and says how it ended; null when it has replied itself. */
  run(session: Session, cursor: Cursor, call: Call): Promise<Reply | null>;
}

export interface Call {
  tag: string;
  /** It came as `UID …`: sets are UIDs (RFC 9051 §6.4.9). */
  uid: boolean;
}

export const anyState: readonly State[] = ['notAuthenticated', 'authenticated', 'selected'];
export const loggedIn: readonly State[] = ['authenticated', 'selected'];
export const selectedOnly: readonly State[] = ['selected'];
