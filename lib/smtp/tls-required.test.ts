import { expect, test } from 'vitest';
import { asksForNoTls } from './tls-required.ts';

test.each([
  ['TLS-Required: No', true],
  ['tls-required:\r\n no ', true],
  ['TLS-Required: Yes', false],
  ['TLS-Required: No\r\nTLS-Required: No', false],
  ['X-TLS-Required: No', false],
  ['Subject: x', false],
])('%j: %s', (field, expected) => {
  expect(asksForNoTls(Buffer.from(`From: a@b.example\r\n${field}\r\nTo: c@d.example\r\n\r\nHi\r\n`))).toBe(expected);
});

test('what stands in the body is no header', () => {
  expect(asksForNoTls(Buffer.from('From: a@b.example\r\n\r\nTLS-Required: No\r\n'))).toBe(false);
});
