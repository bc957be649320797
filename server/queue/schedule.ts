/** When a message that could not be delivered is tried again (RFC 5321 §4.5.4.1): soon at first, then ever more patiently. */
import { config } from '#server/config/config.ts';

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

/** As QUEUE_SCHEDULE has it (`5m 10m 15m 30m*12h 2h*5d`), else the standard one. */
export function schedule(): RetrySchedule {
  const { queueSchedule } = config();
  return queueSchedule === null ? standardSchedule : readSchedule(queueSchedule);
}

/** Single waits, then paces `every*until`; the last `until` is the lifetime. */
export function readSchedule(text: string): RetrySchedule {
  const rules = text
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((rule) => rule.split('*').map(duration));
  const then = rules.flatMap(([every = 0, until]) => (until === undefined ? [] : [{ every, until }]));
  const first = rules.flatMap(([wait = 0, until]) => (until === undefined ? [wait] : []));
  return { ...standardSchedule, first, then, lifetime: then.at(-1)?.until ?? standardSchedule.lifetime };
}

const units: Record<string, number> = { m: minute, h: hour, d: 24 * hour };
const duration = (text: string): number => Number.parseInt(text, 10) * (units[text.at(-1) ?? ''] ?? minute);

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
  const wait = first[attempts - 1] ?? then.find(({ until }) => age < until)?.every ?? then.at(-1)?.every ?? 2 * hour;
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
