/** Mail made to hurt: nothing throws, and the known bombs take linear time. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { htmlToText } from '../html/to-text.ts';
import { bytesOf } from './octets.ts';
import { decodePart, everyPart } from './parts.ts';
import { renderMessage } from './render.ts';
import type { StoredPart } from './stored.ts';
import { searchableText } from './text.ts';

function readWhole(message: Uint8Array) {
  const rendered = renderMessage(message, 'a@b');
  for (const part of everyPart(rendered.root, { enclosed: true })) decodePart(message, part);
  searchableText(message);
  return rendered;
}

/** IMAP text: one line, brackets in balance outside quoted strings, no literal, no empty multipart. */
function expectImapText(text: string): void {
  // RFC 3501 §9: a quoted string holds any 7-bit character but NUL, CR and LF.
  expect([...text].filter((character) => character > '\x7f' || '\0\r\n'.includes(character))).toEqual([]);
  const bare = text.replaceAll(/"(?:[^"\\]|\\["\\])*"/g, 'Q');
  expect(bare).not.toMatch(/["\\{]/);
  let depth = 0;
  for (const character of bare) {
    if (character === '(') depth++;
    else if (character === ')') depth--;
    expect(depth).toBeGreaterThanOrEqual(0);
  }
  expect(depth).toBe(0);
  expect(bare).not.toContain('()');
}

function expectInside(part: StoredPart, from: number, to: number): void {
  expect(part.headerOffset).toBeGreaterThanOrEqual(from);
  expect(part.bodyOffset).toBeGreaterThanOrEqual(part.headerOffset);
  expect(part.bodyOffset + part.bodyLength).toBeLessThanOrEqual(to);
  const end = part.bodyOffset + part.bodyLength;
  for (const child of part.children ?? []) expectInside(child, part.bodyOffset, end);
  if (part.message) expectInside(part.message.root, part.bodyOffset, end);
}

const piece = fc.constantFrom(
  ...[
    'Subject: ',
    'From: ',
    'To: ',
    'Date: ',
    'Content-Type: ',
    'multipart/mixed; boundary=',
    'message/rfc822',
    'text/html; charset=',
    '"b"',
    '--b',
    '--b--',
  ],
  ...[
    '\r\n',
    '\n',
    '\r',
    '\r\n\r\n',
    ' ',
    '\t',
    '=?utf-8?Q?',
    '=?x?B?',
    '?=',
    '=E4',
    '\0',
    '\xff',
    '\xc3\xa4',
    '<',
    '>',
    '(',
    ')',
    '"',
    '\\',
    ';',
    ':',
    ',',
    '@',
  ],
  ...[
    'a',
    'name*0*=',
    "utf-8''",
    '%C3',
    'Content-Disposition: attachment; filename=',
    'Content-Transfer-Encoding: base64',
    'References: <a@b>',
    'From ',
    '.',
    '{3}',
  ],
);

test.each([
  ['any octets', fc.uint8Array({ maxLength: 400 })],
  ['pieces of mail in any order', fc.array(piece, { maxLength: 60 }).map((pieces) => bytesOf(pieces.join('')))],
] as [string, fc.Arbitrary<Uint8Array>][])('%s: read without a fault, told in right IMAP', (_, arbitrary) => {
  fc.assert(
    fc.property(arbitrary, (message) => {
      const rendered = readWhole(message);
      expect(rendered.size).toBe(message.length);
      for (const text of [rendered.envelope, rendered.bodystructure, rendered.body]) expectImapText(text);
      expectInside(rendered.root, 0, message.length);
    }),
    { numRuns: 2000 },
  );
});

const multipart = 'Content-Type: multipart/mixed; boundary=b\r\n\r\n';
const bombs: [string, () => string][] = [
  ['9 MB of soft line breaks', () => `Content-Transfer-Encoding: quoted-printable\r\n\r\n${'=\r\n'.repeat(3_000_000)}`],
  ['100,000 parts', () => `${multipart}${'--b\r\n\r\nx\r\n'.repeat(100_000)}--b--\r\n`],
  ['5,000 messages in each other', () => `${'Content-Type: message/rfc822\r\n\r\n'.repeat(5000)}x`],
  [
    '5,000 multiparts in each other',
    () => Array.from({ length: 5000 }, (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`).join(''),
  ],
  ['a header of 10 MB without an end', () => `Subject: ${'x\r\n '.repeat(2_500_000)}`],
  ['a million header fields', () => 'a:\r\n'.repeat(1_000_000)],
  ['a header of open brackets', () => `To: ${'('.repeat(500_000)}\r\nCc: ${'<'.repeat(500_000)}\r\nBcc: ${'"'.repeat(500_001)}\r\n\r\n`],
  ['an address list of 200,000', () => `To: ${'a@b, '.repeat(200_000)}\r\n\r\n`],
  ['encoded words without an end', () => `Subject: ${'=?utf-8?Q?'.repeat(100_000)}\r\n\r\n`],
  ['a million encoded words', () => `Subject: ${'=?utf-8?Q?a?= '.repeat(70_000)}\r\n\r\n`],
  ['parameters without an end', () => `Content-Type: text/plain; ${'a*0*="'.repeat(100_000)}\r\n\r\n`],
  ['a subject of Re: and brackets', () => `Subject: ${'Re: '.repeat(100_000)}${'[a]'.repeat(100_000)}\r\n\r\n`],
  ['dashes', () => `${multipart}${'--\r\n'.repeat(1_000_000)}`],
  ['comments in a date', () => `Date: ${'('.repeat(300_000)}\r\nContent-Transfer-Encoding: ${'('.repeat(300_000)}\r\n\r\n`],
  ['blanks', () => `Subject: ${' '.repeat(900_000)}x\r\nContent-Type: text/plain${' '.repeat(900_000)};\r\n\r\n${' '.repeat(2_000_000)}`],
];
test.each(bombs)('%s', (_, make) => {
  const message = bytesOf(make());
  const start = performance.now();
  readWhole(message);
  expect(performance.now() - start).toBeLessThan(6000); // quadratic time would be minutes
});

test.each([
  ['200,000 nested divs', '<div>'.repeat(200_000)],
  ['open tags', '<'.repeat(1_000_000)],
  ['open comments', '<!--'.repeat(300_000)],
  ['open scripts', '<script>'.repeat(200_000)],
  ['declarations', '<!'.repeat(500_000)],
  ['entities', '&#'.repeat(500_000)],
  ['line feeds', ' \n'.repeat(1_000_000)],
])('HTML: %s', (_, html) => {
  const start = performance.now();
  expect(htmlToText(html).length).toBeLessThanOrEqual(html.length);
  expect(performance.now() - start).toBeLessThan(3000);
});
