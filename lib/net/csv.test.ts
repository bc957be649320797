import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCsv, writeCsv } from './csv.ts';

test('what spreadsheets write', () => {
  expect(parseCsv('\ufeffemail,name\r\nbob@x.org,"Bob, ""the"" cook"\r\n\r\nal@x.org,\n')).toEqual([
    ['email', 'name'],
    ['bob@x.org', 'Bob, "the" cook'],
    ['al@x.org', ''],
  ]);
  expect(parseCsv('email;name\nbob@x.org;Bob, the cook')).toEqual([
    ['email', 'name'],
    ['bob@x.org', 'Bob, the cook'],
  ]);
  expect(parseCsv('a,"never closed\nb')).toEqual([['a', 'never closed\nb']]);
  expect(parseCsv('')).toEqual([]);
});

test('a formula is only text', () => {
  expect(writeCsv([['=1+1', -1, null, true, 'a"b']])).toBe(`'=1+1,-1,,true,"a""b"\r\n`);
});

test('what is written is read again', () => {
  const field = fc.string({ minLength: 1 }).map((text) => `x${text.replaceAll('\0', '').trim()}`);
  fc.assert(
    fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      const first = rows[0] ?? [];
      fc.pre(!first.join('').match(/[;\t\r\n]/));
      expect(parseCsv(writeCsv(rows))).toEqual(rows);
    }),
  );
});
