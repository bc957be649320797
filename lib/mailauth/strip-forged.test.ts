import { expect, test } from 'vitest';
import { authservId, stripForged } from './strip-forged.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const strip = (text: string) => new TextDecoder().decode(stripForged(bytes(text), 'mx.hamburger.edu'));

test('fields in our name are taken out, those of others stay', () => {
  const others = 'Authentication-Results: mx.crepes.fr; dkim=pass\r\n';
  const forged = 'authentication-results:\r\n (a (nested) one) MX.Hamburger.EDU 1; dkim=pass\r\n header.d=x\r\nX-Posthorn-Spam: no\r\n';
  expect(strip(`From: a\r\n${forged}${others}To: b\r\n\r\nAuthentication-Results: mx.hamburger.edu\r\n`)).toBe(
    `From: a\r\n${others}To: b\r\n\r\nAuthentication-Results: mx.hamburger.edu\r\n`,
  );
});

test('without any, it is the very same message', () => {
  const message = bytes('From: a\r\n\r\nx');
  expect(stripForged(message, 'mx.hamburger.edu')).toBe(message);
});

test.each([
  [' example.com; none', 'example.com'],
  [' "Example.com" 1; none', 'example.com'],
  [' "ex\\ample.com"', 'example.com'],
  ['\r\n\t(c;(d)\\))example.com.;', 'example.com'],
  ['example.com', 'example.com'],
  ['', ''],
])('the id in %j', (value, id) => expect(authservId(value)).toBe(id));
