/** Looks every few seconds which accounts elsewhere are due, and fetches some of them side by side. */
import { log, reasonOf } from '#server/log/log.ts';
import { startRounds } from '#server/log/rounds.ts';
import { claimFetches } from '#server/store/index.ts';
import { fetchAccount } from './fetch-account.ts';

const everyMs = 3000;
const sideBySide = 8;

/** The result stops it; what is under way is broken off, and the next process goes on with it at once. */
export function startFetching(): () => Promise<void> {
  const stopping = new AbortController();
  const running = new Set<Promise<void>>();
  const stop = startRounds({ everyMs, complaint: 'fetch: cannot look for work' }, async () => {
    const free = sideBySide - running.size;
    if (free <= 0) return;
    for (const due of await claimFetches(free)) {
      const work = fetchAccount(due, stopping.signal).catch((error: unknown) => log.error('fetch: failed', { reason: reasonOf(error) }));
      running.add(work);
      void work.finally(() => running.delete(work));
    }
  });
  return async () => {
    stopping.abort();
    await stop();
    await Promise.all(running);
  };
}
