/** Learns what accounts do with their mail, in whichever program: after the commit, from the log of changes. */
import { opinionOf } from '#lib/spam/opinion.ts';
import { tokensOf } from '#lib/spam/tokens.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { accountsToLearn, learnFromChanges, standingBack, watchEverything } from '#server/store/index.ts';

const atOnce = 20;
const teacher = { opinionOf, tokensOf: tokensIn };

/** One round over accounts that changed. Returns how many of them there were. */
export async function learnRound(): Promise<number> {
  const accounts = await accountsToLearn(atOnce);
  for (const accountId of accounts) {
    try {
      const learnt = await learnFromChanges(accountId, teacher);
      if (learnt) log.info('spam: learnt', { accountId, messages: learnt });
    } catch (error) {
      log.error('spam: learning failed for an account, it is tried again', { accountId, reason: reasonOf(error) });
    }
  }
  return accounts.length;
}

/** What cannot be read teaches nothing, and does not stand in the way of what comes after it. */
function tokensIn(message: Buffer): string[] {
  try {
    return tokensOf(message);
  } catch (error) {
    log.warn('spam: a message could not be learnt', { reason: reasonOf(error) });
    return [];
  }
}

/** In one process. Looks when something changed, and every half a minute by itself. The result stops it. */
export function startLearning(everyMs = 30_000, quietMs = 1000): () => Promise<void> {
  const stopping = new AbortController();
  let changed = true;
  let wake = () => {};
  const stopWatching = watchEverything(() => {
    changed = true;
    wake();
  });
  const standsBack = standingBack();
  const running = (async () => {
    while (!stopping.signal.aborted) {
      if (await standsBack().catch(() => false)) {
        await pause(quietMs, stopping.signal);
        continue;
      }
      changed = false;
      const found = await learnRound().catch((error: unknown) => {
        log.error('spam: learning failed, it is tried again', { reason: reasonOf(error) });
        return 0;
      });
      // Not at every single message: what comes within the next moment is learnt together.
      await pause(quietMs, stopping.signal);
      if (found < atOnce && !changed) await pause(everyMs, stopping.signal, (now) => (wake = now));
    }
  })();
  return async () => {
    stopWatching();
    stopping.abort();
    await running;
  };
}

function pause(ms: number, signal: AbortSignal, offer: (end: () => void) => void = () => {}): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    offer(end);
  });
}
