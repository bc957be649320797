/** In the first mail process: every domain has its keys, and new ones begin when their records are there. */
import { log, reasonOf } from '#server/log/log.ts';
import { advanceDkimKeys, ensureAllDkimKeys } from './dkim-keys.ts';

/** Returns what stops it, after the round that is running. */
export function startKeyUpkeep(everyMs = 3_600_000): () => Promise<void> {
  const round = async () => {
    try {
      await ensureAllDkimKeys();
      await advanceDkimKeys();
    } catch (error) {
      log.warn('dkim: the upkeep of keys failed, it is tried again in an hour', { reason: reasonOf(error) });
    }
  };
  let running = round();
  const timer = setInterval(() => {
    running = running.then(round);
  }, everyMs).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}
