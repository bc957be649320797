import { expect, test } from 'vitest';
import { readSchedule, standardSchedule } from '#lib/smtp/retry-schedule.ts';
import { nextTry, noticeIsDue } from './schedule.ts';

const minute = 60_000;
const lifetimeMs = standardSchedule.lifetime;

/** Minutes after the start at which a message to a dead server is tried, with a clock that jumps from try to try. */
function tries(random: number): number[] {
  const expiresAt = new Date(lifetimeMs);
  const all: number[] = [];
  for (let now: Date | null = new Date(0), attempts = 1; now; attempts++) {
    all.push(now.getTime() / minute);
    now = nextTry({ attempts, now, expiresAt, random });
  }
  return all;
}

test('the whole schedule: 5, 10, 15 minutes, each 30 minutes to 12 hours, each 2 hours to 5 days', () => {
  const all = tries(0.5);
  const halfHours = Array.from({ length: 23 }, (_, n) => 60 + 30 * n); // to 12 h
  const twoHours = Array.from({ length: 54 }, (_, n) => 840 + 120 * n);
  expect(all).toEqual([0, 5, 15, 30, ...halfHours, ...twoHours]);
  expect(all.at(-1)).toBe(5 * 24 * 60); // the last try is at the very end
});

test('each wait varies by a tenth at most', () => {
  expect(tries(0).slice(0, 4)).toEqual([0, 4.5, 13.5, 27]);
  expect(tries(0.999999999).slice(0, 4).map(Math.round)).toEqual([0, 6, 17, 33]);
  expect(tries(0).at(-1)).toBe(7200);
});

test('the sender hears of a delay after four hours', () => {
  const expiresAt = new Date(lifetimeMs);
  expect(noticeIsDue(new Date(239 * minute), expiresAt)).toBe(false);
  expect(noticeIsDue(new Date(240 * minute), expiresAt)).toBe(true);
});

test('another schedule can be set', () => {
  expect(readSchedule('5m 10m, 15m 30m*12h 2h*5d')).toEqual(standardSchedule);
  expect(readSchedule('1m 1h*1d')).toMatchObject({
    first: [minute],
    then: [{ every: 60 * minute, until: 1440 * minute }],
    lifetime: 1440 * minute,
  });
});
