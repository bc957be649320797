/** In the first mail process: every domain has its keys, and new ones begin when their records are there. */
import { startRounds } from '#server/log/rounds.ts';
import { advanceDkimKeys, ensureAllDkimKeys } from './dkim-keys.ts';

/** Returns what stops it, after the round that is running. */
export function startKeyUpkeep(everyMs = 3_600_000): () => Promise<void> {
  const complaint = 'dkim: the upkeep of keys failed, it is tried again in an hour';
  return startRounds({ everyMs, atOnce: true, complaint }, async () => {
    await ensureAllDkimKeys();
    await advanceDkimKeys();
  });
}
