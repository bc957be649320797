/**
 * What need not be done at once leaves the processor to deliveries while much mail pours in, but not for ever. To index a message, or to
 * learn from it, costs more than to take it in (docs/performance.md); and a search indexes what waits of its account first.
 */
import { deliveredSoFar } from './early-statistics.ts';

const busyFrom = 50; // messages a second into this process
const longestMs = 30_000;
const leastMs = 200; // less tells nothing of a rate

/** For work that looks again and again: whether to stand back now. */
export function rush(count = deliveredSoFar): (now?: number) => boolean {
  let last: { at: number; count: number } | null = null;
  let fast = false;
  let since: number | null = null;
  return (now = Date.now()) => {
    const elapsed = last ? now - last.at : 0;
    if (last && elapsed >= leastMs) fast = ((count() - last.count) / elapsed) * 1000 >= busyFrom;
    if (!last || elapsed >= leastMs) last = { at: now, count: count() };
    since = fast ? (since ?? now) : null;
    return since !== null && now - since < longestMs;
  };
}
