import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeWords } from '#lib/message/encoded-word.ts';
import { readAddressList, toStoredAddresses } from '#lib/message/addresses.ts';
import { unfold } from '#lib/message/header-fields.ts';
import { decodePart } from '#lib/message/parts.ts';
import { renderMessage } from '#lib/message/render.ts';
import { details } from './blueprint.ts';
import { buildMessage } from './build-message.ts';
import { encodeDate, encodeHeader } from './encode-header.ts';

const now = new Date('2026-11-21T04:00:00Z');
const build = (text: string) =>
  buildMessage({ headers: [], root: { kind: 'text', details: details('text/plain'), text } }, 'bob@hamburger.edu', now);

test('any text comes back as it was, in lines that every server takes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      const message = build(text);
      expect(
        message
          .toString('latin1')
          .split('\r\n')
          .every((line) => line.length <= 998 && !/[\r\n]/.test(line)),
      ).toBe(true);
      const { root } = renderMessage(message);
      expect(decodePart(message, root).text?.replaceAll('\r\n', '\n')).toBe(text.replaceAll(/\r\n|\r/g, '\n'));
    }),
  );
});

test('any file comes back octet for octet', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      const root = { kind: 'blob' as const, details: details('application/pdf'), charset: null, bytes: Buffer.from(bytes) };
      const message = buildMessage({ headers: [], root }, 'bob@hamburger.edu', now);
      expect(Buffer.from(decodePart(message, renderMessage(message).root).bytes).equals(Buffer.from(bytes))).toBe(true);
    }),
  );
});

// What stands at the ends of a name, and how many blanks are inside it, no header keeps.
const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).map((text) => text.replaceAll(/\p{Cc}|\s+/gu, ' ').trim());

test('any name comes back, and never becomes another address', () => {
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
      const addresses = names.map((one) => ({ name: one || null, email: 'a@crepes.fr' }));
      const field = encodeHeader({ name: 'To', form: 'Addresses', value: addresses });
      expect(field.endsWith('\r\n')).toBe(true);
      const read = toStoredAddresses(readAddressList(unfold(field.slice(3))));
      expect(read.map((one) => ({ ...one, name: one.name?.replaceAll(/\s+/g, ' ') ?? null }))).toEqual(addresses);
    }),
  );
});

test('any subject comes back', () => {
  fc.assert(
    fc.property(name, (text) => {
      const field = encodeHeader({ name: 'Subject', form: 'Text', value: text });
      expect(decodeWords(unfold(field.slice(8)))).toBe(text);
    }),
  );
});

test('dates keep their offset', () => {
  expect(encodeDate('2018-07-10T11:03:11+10:00')).toBe('Tue, 10 Jul 2018 11:03:11 +1000');
  expect(encodeDate('2018-07-10T01:03:11Z')).toBe('Tue, 10 Jul 2018 01:03:11 +0000');
  expect(encodeDate('2018-07-09T23:33:11-01:30')).toBe('Mon, 09 Jul 2018 23:33:11 -0130');
});

test('Message-ID is of the sender’s domain, Date is now', () => {
  const header = build('x').toString();
  expect(header).toMatch(/^Message-ID: <[0-9a-f]{32}@hamburger\.edu>\r\nDate: Sat, 21 Nov 2026 04:00:00 \+0000\r\nMIME-Version: 1\.0\r\n/);
});
