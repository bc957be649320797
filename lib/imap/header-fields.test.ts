import { expect, test } from 'vitest';
import { pickHeaderFields } from './header-fields.ts';
import { octetString, octetsOf } from './wire/octets.ts';

const header = octetsOf('From: a\r\nX-Long: one\r\n two\r\n\tthree\r\nfrom : b\r\nno colon\r\nTo: \xe9\r\n\r\n');
const pick = (names: string[], not = false) => octetString(pickHeaderFields(header, names, not));

test('fields as they stand, folded lines and octets kept, in the order of the message', () => {
  expect(pick(['TO', 'from'])).toBe('From: a\r\nfrom : b\r\nTo: \xe9\r\n\r\n');
  expect(pick(['x-long'])).toBe('X-Long: one\r\n two\r\n\tthree\r\n\r\n');
  expect(pick(['from', 'to', 'no colon'], true)).toBe('X-Long: one\r\n two\r\n\tthree\r\n\r\n');
  expect(pick(['absent'])).toBe('\r\n');
});
