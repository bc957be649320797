import { expect, test } from 'vitest';
import { readHeader } from '../message/header-fields.ts';
import { coveredFields, dkimField, unsignedValue } from './dkim-field.ts';
import { relaxedBody, relaxedField } from './relaxed.ts';

test('the example of RFC 6376 §3.4.5', () => {
  expect(relaxedField('A', ' X')).toBe('a:X');
  expect(relaxedField('B', ' Y\t\r\n\tZ  ')).toBe('b:Y Z');
  expect(relaxedBody(' C \r\nD \t E\r\n\r\n\r\n')).toBe(' C\r\nD E\r\n');
});

test.each([
  ['', ''],
  ['\r\n\r\n', ''],
  [' \t\r\n', ''],
  ['a', 'a\r\n'],
  ['a ', 'a\r\n'],
  ['a\tb\r\n', 'a b\r\n'],
  ['a b\r\n', 'a b\r\n'],
  ['a \r\n\r\n b\r\n \r\n', 'a\r\n\r\n b\r\n'],
])('the body %j is signed as %j', (body, canonical) => {
  expect(relaxedBody(body)).toBe(canonical);
});

test('fields are signed from the last one up, in lines of a length that survives', () => {
  const text = 'Received: x\r\nTo: a\r\nTo: b\r\nFrom: c\r\nX-Own: d\r\n\r\n';
  const { fields } = readHeader(Buffer.from(text), 0, text.length);
  const signed = coveredFields(fields);
  expect(signed.map(({ name, raw }) => [name, raw.trim()])).toEqual([
    ['from', 'c'],
    ['to', 'b'],
    ['to', 'a'],
  ]);
  const many = Array.from({ length: 30 }, () => signed).flat();
  const about = {
    algorithm: 'rsa-sha256',
    domain: `${'long.'.repeat(9)}example`,
    selector: 'r1',
    bodyHash: 'x'.repeat(44),
    at: new Date(5000),
  };
  const field = dkimField(unsignedValue(about, many), 'y'.repeat(344));
  expect(field.endsWith('\r\n')).toBe(true);
  for (const line of field.trimEnd().split('\r\n')) expect(line.length).toBeLessThanOrEqual(78);
  expect(field.replaceAll(/\r\n /g, '')).toMatch(
    /^DKIM-Signature: v=1; ?a=rsa-sha256; ?c=relaxed\/relaxed; ?d=long\..*; ?t=5; ?h=(?:from:to:to:){30}from:to:cc:subject:[a-z:-]+encoding; ?bh=x+; ?b=y+\r\n$/,
  );
});
