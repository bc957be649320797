import { expect, test } from 'vitest';
import { dayOf, utcOfDay } from './vacation.ts';

test('the first day begins at its midnight, the last one ends with it, in the zone of the account', () => {
  expect(utcOfDay('2026-12-24', 'Europe/Paris', false)).toBe('2026-12-23T23:00:00Z');
  expect(utcOfDay('2026-12-31', 'Europe/Paris', true)).toBe('2026-12-31T23:00:00Z');
  expect(utcOfDay('2026-03-28', 'Europe/Paris', true)).toBe('2026-03-28T23:00:00Z');
  expect(utcOfDay('', 'Europe/Paris', true)).toBeNull();
});

test.each(['Europe/Paris', 'America/Los_Angeles', 'Asia/Ho_Chi_Minh', 'UTC'])('days come back as they were in %s', (zone) => {
  for (const day of ['2026-01-01', '2026-03-29', '2026-10-25', '2026-12-31'])
    for (const isLast of [true, false]) expect(dayOf(utcOfDay(day, zone, isLast), zone, isLast)).toBe(day);
});
