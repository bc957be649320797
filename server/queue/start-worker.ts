/** The worker of a process: woken, kept alive and stopped with it. */
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { forgetDone, forgetTriplets, freeLeasesOfDead, holdName, listenToQueue, type Suspects } from '#server/store/index.ts';
import { handOverTo } from './hand-over.ts';
import type { Clock } from './settle.ts';
import { claimMost, QueueWorker } from './worker.ts';

const pollMs = 1000;
/** Between two claims that others ask for: what comes meanwhile is claimed together. */
const gapMs = 20;
/** Within this time a worker that has only lost its connection comes back. */
const lostConnectionMs = 10_000;
const rememberDoneMs = 30 * 24 * 60 * 60_000;

/** In every mail process. The result stops it: what is under way is finished, the rest released. */
export async function startQueueWorker(clock: Partial<Clock> = {}): Promise<() => Promise<void>> {
  let stopped = false;
  let claiming: Promise<void> | undefined;
  let again = false;
  const claimAll = async (): Promise<void> => {
    do {
      again = false;
      while (!stopped && (await worker.claim()) === claimMost);
    } while (again && !stopped);
  };
  let claimedAt = 0;
  let later: NodeJS.Timeout | undefined;
  const wake = () => {
    clearTimeout(later);
    later = undefined;
    again = true;
    if (stopped) return;
    claimedAt = Date.now();
    claiming ??= claimAll()
      .catch((error: unknown) => log.warn('queue: could not look for work', { reason: reasonOf(error) }))
      .finally(() => (claiming = undefined));
  };
  const worker: QueueWorker = new QueueWorker(clock, wake);
  const stopListening = await listenToQueue((domains) => {
    if (!worker.wants(domains)) return;
    const wait = claimedAt + gapMs - Date.now();
    if (wait <= 0) wake();
    else later ??= setTimeout(wake, wait);
  });
  handOverTo((domains) => worker.reserve(domains));
  const complain = (error: unknown) => log.warn('queue: upkeep failed', { reason: reasonOf(error) });
  const letGo = holdName(worker.owner);
  const suspects: Suspects = new Map();
  const freeOthers = async () => {
    const freed = await freeLeasesOfDead({ self: worker.owner, now: new Date(), suspects, graceMs: lostConnectionMs });
    if (freed === 0) return;
    log.warn('queue: took over what a dead worker had in hand', { recipients: freed });
    wake();
  };
  const timers = [
    setInterval(wake, pollMs),
    setInterval(() => void freeOthers().catch(complain), lostConnectionMs / 2),
    setInterval(() => void worker.renew().catch(complain), config().queueLeaseMs / 5),
    setInterval(() => void forgetDone(new Date(Date.now() - rememberDoneMs)).catch(complain), 60 * 60_000),
    setInterval(() => void forgetTriplets(new Date()).catch(complain), 60 * 60_000),
  ];
  wake();
  return async () => {
    stopped = true;
    for (const timer of timers) clearInterval(timer);
    clearTimeout(later);
    handOverTo(null);
    await stopListening();
    await claiming;
    await worker.stop();
    await letGo();
  };
}
