/**
 * What need not be done at once leaves the processor to deliveries while much mail pours in, but not for ever. To index a message, or to
 * learn from it, costs more than to take it in (docs/performance.md); and a search indexes what waits of its account first.
 */
import { database } from '../database.ts';
import { deliveredSoFar } from './early-statistics.ts';

const busyFrom = 50; // messages a second
const longestMs = 30_000;

/** Whether `count`, told again and again, grows fast; for half a minute at most. Less than `leastMs` tells nothing of a rate. */
export function rush(leastMs = 200): (count: number, now?: number) => boolean {
  let last: { at: number; count: number } | null = null;
  let fast = false;
  let since: number | null = null;
  return (count, now = Date.now()) => {
    const elapsed = last ? now - last.at : 0;
    if (last && elapsed >= leastMs) fast = ((count - last.count) / elapsed) * 1000 >= busyFrom;
    if (!last || elapsed >= leastMs) last = { at: now, count };
    since = fast ? (since ?? now) : null;
    return since !== null && now - since < longestMs;
  };
}

/** For work that looks again and again: whether to stand back now, as mail pours into this process or into another one. */
export function standingBack(): () => Promise<boolean> {
  const here = rush();
  const anywhere = rush(1500); // processes tell Postgres of what they have written once a second
  return async () => [here(deliveredSoFar()), anywhere(await blobsAnywhere())].includes(true);
}

/** Blobs: what is delivered brings one, unless its octets are here already; and the table is whole where those of mail are partitioned. */
async function blobsAnywhere(): Promise<number> {
  const { rows } = await database().pool.query<{ n: number }>(`select pg_stat_get_tuples_inserted('blob'::regclass) as n`);
  return rows[0]?.n ?? 0;
}
