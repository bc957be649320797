import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Cursor, SyntaxProblem } from './cursor.ts';
import { encodeDateTime, parseDateTime, parseDay } from './date-time.ts';

const at = (text: string) => new Cursor({ text, literals: [] });

test('days', () => {
  expect(parseDay(at('1-Feb-1994'))).toBe('1994-02-01');
  expect(parseDay(at('"29-FEB-2024"'))).toBe('2024-02-29');
  for (const wrong of ['29-Feb-2023', '0-Jan-2020', '1-Foo-2020', '1-1-2020']) expect(() => parseDay(at(wrong))).toThrow(SyntaxProblem);
});

test('moments: the zone counts', () => {
  expect(parseDateTime(at('" 7-Feb-1994 21:52:25 -0800"')).toISOString()).toBe('1994-02-08T05:52:25.000Z');
  expect(encodeDateTime(new Date('1994-02-08T05:52:25Z'))).toBe('" 8-Feb-1994 05:52:25 +0000"');
  expect(() => parseDateTime(at('"7-Feb-1994 21:52:25 -0800"'))).toThrow(SyntaxProblem);
});

test('every moment comes back', () => {
  const moment = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(moment, (date) => {
      date.setUTCMilliseconds(0);
      expect(parseDateTime(at(encodeDateTime(date)))).toEqual(date);
    }),
  );
});
