/** The next try of a message that could not be delivered (RFC 5321 §4.5.4.1), by its schedule. */
import { config } from '#server/config/config.ts';

/** That of the settings. */
export const schedule = () => config().queueSchedule;
const lastPace = 2 * 60 * 60_000;

/**
 * The time of the next try after `attempts` tries, the last one at `now`; null: that was the last. The last try is at the very end of
 * the lifetime. `random` is in [0, 1).
 */
export function nextTry(
  { attempts, now, expiresAt, random }: { attempts: number; now: Date; expiresAt: Date; random: number },
  { first, then, lifetime, jitter } = schedule(),
): Date | null {
  if (now >= expiresAt) return null;
  const age = now.getTime() - (expiresAt.getTime() - lifetime);
  const wait = first[attempts - 1] ?? then.find(({ until }) => age < until)?.every ?? then.at(-1)?.every ?? lastPace;
  const jittered = wait * (1 + jitter * (2 * random - 1));
  return new Date(Math.min(now.getTime() + Math.round(jittered), expiresAt.getTime()));
}

/** A message's own deadline is by the standing schedule; another schedule moves it. */
export const deadlineOf = (expiresAt: Date, { lifetime } = schedule()): Date =>
  new Date(expiresAt.getTime() - schedule().lifetime + lifetime);

/** Whether the sender is to be told now that the message is late. */
export function noticeIsDue(now: Date, expiresAt: Date, { lifetime, notice } = schedule()): boolean {
  return now.getTime() - (expiresAt.getTime() - lifetime) >= notice;
}
