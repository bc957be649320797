/** What greylisting remembers. */
import { rows } from '../database.ts';

const minute = 60_000;
/** RFC 6647 §5: too soon is no second try; a server that has come again in time is known for as long as it keeps coming. */
const waitMs = 5 * minute;
const windowMs = 48 * 60 * minute;
const knownMs = 36 * 24 * 60 * minute;

/** Notes that it came; true when it may bring its mail. */
export async function seeTriplet(triplet: Buffer, now: Date): Promise<boolean> {
  const [found] = await rows<{ passed: boolean }>(
    `insert into greylist as g (triplet, first_at, last_at) values ($1, $2, $2)
     on conflict (triplet) do update set
       passed = case when g.passed then g.last_at > $5 else g.first_at <= $3 and g.first_at > $4 end,
       first_at = case when (g.passed and g.last_at <= $5) or (not g.passed and g.first_at <= $4) then $2 else g.first_at end,
       last_at = $2
     returning passed`,
    [triplet, now, ...[waitMs, windowMs, knownMs].map((ms) => new Date(now.getTime() - ms))],
  );
  return found?.passed ?? false;
}

export async function forgetTriplets(now: Date): Promise<void> {
  await rows('delete from greylist where last_at < $1 and (not passed or last_at < $2)', [
    new Date(now.getTime() - windowMs),
    new Date(now.getTime() - knownMs),
  ]);
}
