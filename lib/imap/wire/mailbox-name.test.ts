import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMailboxName, encodeMailboxName } from './mailbox-name.ts';

// RFC 3501 §5.1.3 gives the first one.
test.each([
  ['~peter/mail/台北/日本語', '~peter/mail/&U,BTFw-/&ZeVnLIqe-'],
  ['Entwürfe & 🍀', 'Entw&APw-rfe &- &2DzfQA-'],
  ['&', '&-'],
  ['', ''],
])('%s is %s', (name, wire) => {
  expect(encodeMailboxName(name)).toBe(wire);
  expect(decodeMailboxName(wire)).toBe(name);
});

// RFC 3501 §5.1.3: superfluous shifts and encoded ASCII are not valid; an open shift neither.
test.each(['&', '&bad', 'Hi&Jjo', '&AEE-', '&U,BTFw-&ZeVnLIqe-', '&====-', '&2D0-', 'ü', '&A-', '&AAAA'])('%s is no name', (wire) => {
  expect(decodeMailboxName(wire)).toBeNull();
});

test('every name comes back', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      (name) => void expect(decodeMailboxName(encodeMailboxName(name))).toBe(name.toWellFormed()),
    ),
  );
});

test('whatever a client sends is either a name with this one spelling, or none', () => {
  const wire = fc.string({ unit: fc.constantFrom('&', '-', 'A', ',', '+', '9', '/', 'z', '\u00e9', ' ') });
  fc.assert(
    fc.property(wire, (text) => {
      const name = decodeMailboxName(text);
      if (name !== null) expect(encodeMailboxName(name)).toBe(text);
    }),
  );
});
