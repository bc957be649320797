import { describe, expect, test } from 'vitest';
import { matchesStsMx, parseStsPolicy, parseStsRecord } from './mta-sts.ts';

describe('the record', () => {
  test.each([
    [['v=STSv1; id=20160831085700Z;'], '20160831085700Z'],
    [['v=spf1 -all', 'v=STSv1;id=a1'], 'a1'],
    [['v=STSv1; id=a; x=y'], 'a'],
    [['v=STSv1; id=a', 'v=STSv1; id=b'], null],
    [['v=STSv1'], null],
    [['v=STSv1; id=not-allowed'], null],
    [['v=STSv10; id=a'], null],
    [[], null],
  ])('%j', (texts, id) => expect(parseStsRecord(texts)).toBe(id));
});

describe('the policy', () => {
  test('the example of RFC 8461 §3.2', () => {
    const text =
      'version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmx: backupmx.example.com\r\nmax_age: 604800\r\n';
    expect(parseStsPolicy(text)).toEqual({
      mode: 'enforce',
      mx: ['mail.example.com', '*.example.net', 'backupmx.example.com'],
      maxAge: 604_800,
    });
  });
  test('the first of what stands twice, LF alone, other fields, an absurd age', () => {
    expect(parseStsPolicy('version: STSv1\nmode: testing\nmode: enforce\nmx: A.Example.\nx_y: 1\nmax_age: 9999999999\n')).toEqual({
      ...{ mode: 'testing', mx: ['a.example'], maxAge: 31_557_600 },
    });
  });
  test('none needs no mx', () => expect(parseStsPolicy('version: STSv1\nmode: none\nmax_age: 1')?.mode).toBe('none'));
  test.each([
    'mode: enforce\nmx: a.example\nmax_age: 1',
    'version: STSv2\nmode: enforce\nmx: a.example\nmax_age: 1',
    'version: STSv1\nmode: enforce\nmax_age: 1',
    'version: STSv1\nmode: strict\nmx: a.example\nmax_age: 1',
    'version: STSv1\nmode: enforce\nmx: a.example',
    'version: STSv1\nmode: enforce\nmx: a.*.example\nmax_age: 1',
    '<html>not found</html>',
    '',
  ])('no policy: %j', (text) => expect(parseStsPolicy(text)).toBeNull());
});

test.each([
  ['mail.example.com', ['mail.example.com'], true],
  ['MAIL.Example.com.', ['mail.example.com'], true],
  ['a.example.net', ['*.example.net'], true],
  ['a.b.example.net', ['*.example.net'], false],
  ['example.net', ['*.example.net'], false],
  ['net', ['*.net'], false],
  ['mail.example.org', ['mail.example.com', '*.example.net'], false],
])('%s by %j: %s', (host, patterns, fits) => expect(matchesStsMx(host, patterns)).toBe(fits));
