/** Dates of the IMAP grammar (RFC 9051 §9 date, date-time). */
import { SyntaxProblem, type Cursor } from './cursor.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const dayPattern = /"?(\d{1,2})-([A-Za-z]{3})-(\d{4})"?/y;
const momentPattern = /"([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})"/y;

/** `1-Feb-1994`, quoted or not, as `1994-02-01`. */
export function parseDay(cursor: Cursor): string {
  const [, day = '', month = '', year = ''] = cursor.match(dayPattern, 'a date');
  return new Date(utc(year, month, day)).toISOString().slice(0, 10);
}

/** `" 1-Feb-1994 21:52:25 -0800"`. */
export function parseDateTime(cursor: Cursor): Date {
  const [, day = '', month = '', year = '', hour, minute, second, sign, zoneHours, zoneMinutes] = cursor.match(
    momentPattern,
    'a date and time',
  );
  const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1);
  return new Date(utc(year, month, day) + ((Number(hour) * 60 + Number(minute) - zone) * 60 + Number(second)) * 1000);
}

/** As INTERNALDATE shows it, in UTC, with its quotes. */
export function encodeDateTime(date: Date): string {
  const two = (number: number) => `${number}`.padStart(2, '0');
  const day = `${date.getUTCDate()}`.padStart(2, ' ');
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())}`;
  return `"${day}-${months[date.getUTCMonth()]}-${`${date.getUTCFullYear()}`.padStart(4, '0')} ${time} +0000"`;
}

function utc(year: string, month: string, day: string): number {
  const index = months.findIndex((name) => name.toLowerCase() === month.toLowerCase());
  const date = new Date(0);
  date.setUTCFullYear(Number(year), index, Number(day));
  if (index < 0 || date.getUTCDate() !== Number(day) || Number(year) === 0) throw new SyntaxProblem('there is no such day');
  return date.getTime();
}
