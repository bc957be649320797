import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseProxyHeader } from './proxy-header.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

test.each([
  ['PROXY TCP4 1.2.3.4 5.6.7.8 1000 25\r\nEHLO', { kind: 'proxied', length: 36, address: '1.2.3.4', port: 1000 }],
  ['PROXY TCP6 2001:db8::1 ::1 1000 25\r\n', { kind: 'proxied', length: 36, address: '2001:db8::1', port: 1000 }],
  ['PROXY UNKNOWN whatever\r\n', { kind: 'local', length: 24 }],
  ['\r\n\r\n\0\r\nQUIT\n\x20\x00\x00\x00', { kind: 'local', length: 16 }],
  [
    '\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c\x01\x02\x03\x04\x05\x06\x07\x08\x03\xe8\x00\x19x',
    { kind: 'proxied', length: 28, address: '1.2.3.4', port: 1000 },
  ],
  ['', { kind: 'more' }],
  ['PROX', { kind: 'more' }],
  ['\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x0c\x01', { kind: 'more' }],
  ['EHLO x\r\n', { kind: 'invalid' }],
  ['PROXY TCP4 1.2.3.4 5.6.7.8 70000 25\r\n', { kind: 'invalid' }],
  ['PROXY TCP4 1.2.3.4 5.6.7.8 1 25 \r\n', { kind: 'invalid' }],
  [`PROXY ${'x'.repeat(110)}`, { kind: 'invalid' }],
  ['\r\n\r\n\0\r\nQUIT\n\x11\x11\x00\x0c', { kind: 'invalid' }],
])('%j', (text, expected) => {
  expect(parseProxyHeader(bytes(text))).toEqual(expected);
});

test('whatever comes, it does not throw', () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 120 }), (random) => void parseProxyHeader(random)));
});
