import type { Reply } from './reply.ts';
import type { Session } from './session.ts';

export interface Command {
  /** RFC 1939 §3; the UPDATE state lasts only as long as QUIT does. */
  state: 'authorization' | 'transaction' | 'any';
  /** Null: the command has sent its answer itself. */
  run: (session: Session, argument: string) => Promise<Reply | null> | Reply | null;
}
