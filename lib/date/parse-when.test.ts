import { expect, test } from 'vitest';
import type { Language } from '../i18n/language.ts';
import { parseWhen } from './parse-when.ts';
import { instantOf, wallTimeOf } from './zoned-time.ts';

const now = new Date('2026-11-21T10:20:00Z'); // a Saturday, 11:20 in Paris
const zone = 'Europe/Paris';
function when(text: string, language: Language = 'en'): string | null {
  const found = parseWhen(text, { now, zone, language });
  if (!found) return null;
  const { year, month, day, hour, minute } = wallTimeOf(found, zone);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}`;
}

test.each([
  ['tomorrow 9', '2026-11-22 09:00'],
  ['tomorrow', '2026-11-22 08:00'],
  ['Tomorrow at 9:30 pm', '2026-11-22 21:30'],
  ['next monday', '2026-11-23 08:00'],
  ['saturday', '2026-11-28 08:00'],
  ['mon 14.15', '2026-11-23 14:15'],
  ['9', '2026-11-22 09:00'],
  ['18h30', '2026-11-21 18:30'],
  ['tonight', '2026-11-21 18:00'],
  ['tomorrow evening', '2026-11-22 18:00'],
  ['tomorrow evening 7', '2026-11-22 19:00'],
  ['in 2 hours', '2026-11-21 13:20'],
  ['in 3 days', '2026-11-24 08:00'],
  ['in 2 weeks at noon', '2026-12-05 12:00'],
  ['in a month', '2026-12-21 08:00'],
  ['next week', '2026-11-23 08:00'],
  ['next month', '2026-12-01 08:00'],
  ['25 Dec 18:00', '2026-12-25 18:00'],
  ['Jan 3', '2027-01-03 08:00'],
  ['2026-12-01 8:15', '2026-12-01 08:15'],
  ['1.12. 12am', '2026-12-01 00:00'],
])('%s', (text, expected) => expect(when(text)).toBe(expected));

test.each<[Language, string, string]>([
  ['de', 'morgen um 9 Uhr', '2026-11-22 09:00'],
  ['de', 'nächsten Montag', '2026-11-23 08:00'],
  ['de', 'übermorgen abend', '2026-11-23 18:00'],
  ['de', 'in 2 Stunden', '2026-11-21 13:20'],
  ['fr', 'demain 9h', '2026-11-22 09:00'],
  ['fr', 'lundi prochain', '2026-11-23 08:00'],
  ['fr', 'dans 3 jours', '2026-11-24 08:00'],
  ['es', 'mañana a las 9', '2026-11-22 09:00'],
  ['es', 'pasado mañana', '2026-11-23 08:00'],
  ['es', 'próximo lunes', '2026-11-23 08:00'],
  ['vi', 'ngày mai 9 giờ', '2026-11-22 09:00'],
  ['ja', '明日9時', '2026-11-22 09:00'],
  ['ja', '月曜日 14:00', '2026-11-23 14:00'],
  ['ar', 'غدًا الساعة 9', '2026-11-22 09:00'],
  ['fr', 'tomorrow 9', '2026-11-22 09:00'],
])('in %s: %s', (language, text, expected) => expect(when(text, language)).toBe(expected));

test.each(['', 'soon', 'tomorrow 25', '31 feb', 'today 9', '2020-01-01', '9:75', 'buy milk'])('%j is no time to come', (text) =>
  expect(when(text)).toBeNull(),
);

test('a wall clock and its instant, also around a change of the clocks', () => {
  expect(instantOf({ year: 2026, month: 7, day: 1, hour: 9, minute: 0 }, 'Europe/Paris').toISOString()).toBe('2026-07-01T07:00:00.000Z');
  expect(instantOf({ year: 2026, month: 3, day: 29, hour: 9, minute: 0 }, 'Europe/Paris').toISOString()).toBe('2026-03-29T07:00:00.000Z');
  expect(instantOf({ year: 2026, month: 10, day: 25, hour: 9, minute: 0 }, 'Europe/Paris').toISOString()).toBe('2026-10-25T08:00:00.000Z');
  expect(instantOf({ year: 2026, month: 1, day: 1, hour: 0, minute: 30 }, 'Asia/Kolkata').toISOString()).toBe('2025-12-31T19:00:00.000Z');
});
