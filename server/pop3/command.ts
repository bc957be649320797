import type { Reply } from './reply.ts';
import type { Session, State } from './session.ts';

export interface Command {
  state: State | 'any';
  /** Null: the command has sent its answer itself. */
  run: (session: Session, argument: string) => Promise<Reply | null> | Reply | null;
}
