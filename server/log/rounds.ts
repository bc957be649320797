import { log, reasonOf } from './log.ts';

export interface Rounds {
  everyMs: number;
  /** The first one now, not after `everyMs`. */
  atOnce?: boolean;
  /** What the log says of a round that failed. The next one is tried in its time. */
  complaint: string;
}

/** Work that is done again and again, one round at a time: none begins while another runs. Returns what stops it, after the one that runs. */
export function startRounds({ everyMs, atOnce = false, complaint }: Rounds, round: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> | null = null;
  const begin = () => {
    running ??= round()
      .then(
        () => undefined,
        (error: unknown) => log.error(complaint, { reason: reasonOf(error) }),
      )
      .finally(() => (running = null));
  };
  const timer = setInterval(begin, everyMs).unref();
  if (atOnce) begin();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
