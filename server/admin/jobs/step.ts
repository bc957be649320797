/** What a long work is made of. */
import type { JobDoing } from '#server/store/index.ts';
import type { Caller } from '../caller.ts';
import type { AdminResult } from '../result.ts';

export interface Step {
  subject: string;
  run: (caller: Caller, watch: Watch) => Promise<AdminResult<unknown>>;
  /** The work has failed when this step has. */
  vital?: boolean;
}
export interface Watch {
  /** Aborted when somebody ends the work, or the server stops. */
  signal: AbortSignal;
  tell: (now: JobDoing) => void;
}
export type JobKinds = Record<string, (input: unknown) => Step[]>;
