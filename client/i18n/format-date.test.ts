import { expect, test } from 'vitest';
import { longDate, shortDate } from './format-date.ts';

const at = '2026-03-04T16:05:00Z';
const now = new Date('2026-11-21T12:00:00Z');
const zone = { language: 'en', timeZone: 'UTC' } as const;

test.each([
  ['auto', '4 Mar', 'Wed, 4 Mar 2026, 16:05'],
  ['iso', '2026-03-04', 'Wed 2026-03-04, 16:05'],
  ['dmy', '04/03/2026', 'Wed 04/03/2026, 16:05'],
  ['mdy', '03/04/2026', 'Wed 03/04/2026, 16:05'],
] as const)('days as a person chose them: %s', (dateFormat, short, long) => {
  expect(shortDate(at, { ...zone, dateFormat }, now)).toBe(short);
  expect(longDate(at, { ...zone, dateFormat })).toBe(long);
});

test('the day is that of the time zone', () => {
  expect(shortDate('2026-03-04T23:30:00Z', { language: 'en', timeZone: 'Asia/Tokyo', dateFormat: 'iso' }, now)).toBe('2026-03-05');
});

test('hours by 24 or by 12, whatever the language', () => {
  const today = '2026-11-21T16:05:00Z';
  expect(shortDate(today, { ...zone, clock: '24' }, now)).toBe('16:05');
  expect(shortDate(today, { ...zone, clock: '12' }, now)).toMatch(/^0?4:05\s?pm$/);
  expect(shortDate(today, { ...zone, language: 'de', clock: '12' }, now)).toMatch(/^0?4:05\s?PM$/i);
});
