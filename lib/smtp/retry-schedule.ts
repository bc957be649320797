/**
 * When a message that could not be delivered is tried again (RFC 5321 §4.5.4.1), as QUEUE_SCHEDULE writes it: soon at first, then ever more
 * patiently.
 */
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
