/** When a message that could not be delivered is tried again (RFC 5321 §4.5.4.1): soon at first, then ever more patiently. */
const minute = 60_000;
const hour = 60 * minute;

export interface RetrySchedule {
  /** The first waits, one after the other. */
  first: number[];
  /** Then at this pace, as long as the message is younger than `until`. */
  then: { every: number; until: number }[];
  /** The message is given up at this age. */
  lifetime: number;
  /** Each wait is longer or shorter by up to this part, so that a server that comes back is not overrun. */
  jitter: number;
  /** The sender is told at this age that it is late. */
  notice: number;
}

export const standardSchedule: RetrySchedule = {
  first: [5 * minute, 10 * minute, 15 * minute],
  then: [
    { every: 30 * minute, until: 12 * hour },
    { every: 2 * hour, until: 5 * 24 * hour },
  ],
  lifetime: 5 * 24 * hour,
  jitter: 0.1,
  notice: 4 * hour,
};

export const lifetimeMs = standardSchedule.lifetime;

/**
 * The time of the next try after `attempts` tries, the last one at `now`; null: that was the last. The last try is at the very end of
 * the lifetime. `random` is in [0, 1).
 */
export function nextTry(
  { attempts, now, expiresAt, random }: { attempts: number; now: Date; expiresAt: Date; random: number },
  schedule = standardSchedule,
): Date | null {
  if (now >= expiresAt) return null;
  const age = now.getTime() - (expiresAt.getTime() - schedule.lifetime);
  const wait =
    schedule.first[attempts - 1] ?? schedule.then.find(({ until }) => age < until)?.every ?? schedule.then.at(-1)?.every ?? 2 * hour;
  const jittered = wait * (1 + schedule.jitter * (2 * random - 1));
  return new Date(Math.min(now.getTime() + Math.round(jittered), expiresAt.getTime()));
}

/** Whether the sender is to be told now that the message is late. */
export function noticeIsDue(now: Date, expiresAt: Date, schedule = standardSchedule): boolean {
  return now.getTime() - (expiresAt.getTime() - schedule.lifetime) >= schedule.notice;
}
